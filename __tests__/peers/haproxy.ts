import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { TestContext } from 'node:test'
import type { Certificate } from '../helpers/certificate.ts'
import { freePort, startDaemon } from './daemon.ts'
import { temporaryFolder } from './peer.ts'

export interface HaproxyOptions {
  /** What it does with whoever comes, in its own words. */
  readonly rules: string
  /** What it shows; without one it is spoken to in plain. */
  readonly shows?: Certificate
}

/** HAProxy with one door. Returns `127.0.0.1:port`. */
export async function startHaproxy(t: TestContext, { rules, shows }: HaproxyOptions): Promise<string> {
  const [folder, port] = [await temporaryFolder(t), await freePort()]
  const pem = path.join(folder, 'shown.pem')
  if (shows) await writeFile(pem, shows.certificate + shows.key.export({ type: 'pkcs8', format: 'pem' }))
  const config = path.join(folder, 'haproxy.cfg')
  await writeFile(
    config,
    `global
  maxconn 200
defaults
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen door
  bind 127.0.0.1:${port}${shows ? ` ssl crt ${pem} alpn h2,http/1.1` : ''}
${rules.replaceAll(/^/gm, '  ')}
`,
  )
  await startDaemon(t, { program: 'haproxy', args: ['-db', '-f', config] }, port)
  return `127.0.0.1:${port}`
}
