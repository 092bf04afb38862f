import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { redirect } from '../gallery/answer.ts'
import { startSite } from '../gallery/site.ts'
import { blackHole } from '../helpers/black-hole.ts'
import { issue, selfSigned, tlsInFrontOf } from '../helpers/certificate.ts'

/** Origins at which nobody is well. */
export interface Hosts extends AsyncDisposable {
  /** No name server knows it: it cannot even be asked for, having an empty part. */
  readonly unknown: string
  readonly refusing: string
  readonly deaf: string
  readonly expired: string
  readonly misnamed: string
  readonly unsigned: string
  /** Over https, and sends everybody on to plain http. */
  readonly downgrading: string
}

/** Starts them. What this process trusts is more from then on. */
export async function startHosts(): Promise<Hosts> {
  await using stack = new AsyncDisposableStack()
  const start = async <T extends AsyncDisposable>(starting: Promise<T>): Promise<T> => stack.use(await starting)
  const plain = await start(startSite('', () => redirect(302, 'http://127.0.0.1:1/')))
  const certificates = {
    expired: issue({ until: '201231235959Z' }),
    misnamed: issue({ hosts: ['elsewhere.test'] }),
    sound: selfSigned(),
  }
  const trusted = Object.values(certificates).map(({ certificate }) => certificate)
  setDefaultCACertificates([...getCACertificates('default'), ...trusted])
  const behind = async (certificate: Parameters<typeof tlsInFrontOf>[1]): Promise<string> =>
    `https://${(await start(tlsInFrontOf(plain.origin, certificate))).host}`
  const hole = await start(blackHole('127.0.0.1'))
  const hosts = {
    unknown: 'http://no..such.example',
    refusing: 'http://127.0.0.1:1',
    deaf: hole.origin,
    expired: await behind(certificates.expired),
    misnamed: await behind(certificates.misnamed),
    unsigned: await behind(selfSigned()),
    downgrading: await behind(certificates.sound),
  }
  const started = stack.move()
  return { ...hosts, [Symbol.asyncDispose]: () => started.disposeAsync() }
}

export type HostName = Exclude<keyof Hosts, symbol>
