import { hash } from 'node:crypto'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { freePort, startDaemon } from './daemon.ts'
import { locate, temporaryFolder } from './peer.ts'

export interface Squid {
  /** `127.0.0.1:port` */
  readonly host: string
  /** What it was asked, a line each: the status that it gave, the method and what stood behind it. */
  requests(): Promise<readonly string[]>
}

export interface SquidOptions {
  /** Names that are this machine to it; it asks no name server. */
  readonly hosts: readonly string[]
  /** The ports to which it makes tunnels, as squid of Debian does to 443. */
  readonly tunnelsTo: readonly number[]
  /** Whom it lets in; everybody if that is not stated. */
  readonly user?: { readonly name: string; readonly password: string }
}

/** squid in a folder of its own, without a cache. */
export async function startSquid(t: TestContext, { hosts, tunnelsTo, user }: SquidOptions): Promise<Squid> {
  const [folder, port] = [await temporaryFolder(t), await freePort()]
  const file = (name: string): string => path.join(folder, name)
  await writeFile(file('hosts'), hosts.map(host => `127.0.0.1 ${host}\n`).join(''))
  // Of the forms that squid's helper knows, the one that needs no program to make it.
  if (user) await writeFile(file('passwords'), `${user.name}:${hash('md5', user.password)}\n`)
  await writeFile(
    file('squid.conf'),
    `http_port 127.0.0.1:${port}
pid_filename none
cache_log ${file('cache.log')}
logformat asked %>Hs %rm %ru
access_log stdio:${file('access.log')} logformat=asked
logfile_rotate 0
buffered_logs off
coredump_dir ${folder}
cache deny all
cache_mem 8 MB
max_filedescriptors 1024
pinger_enable off
shutdown_lifetime 0 seconds
connect_timeout 2 seconds
hosts_file ${file('hosts')}
dns_nameservers 127.0.0.1
dns_retransmit_interval 1 second
dns_timeout 1 second
acl CONNECT method CONNECT
acl tls port ${tunnelsTo.join(' ')}
http_access deny CONNECT !tls
${user ? `auth_param basic program ${locate('basic_ncsa_auth')} ${file('passwords')}\nacl known proxy_auth REQUIRED\n` : ''}
http_access allow ${user ? 'known' : 'all'}
http_access deny all
`,
  )
  // Started by root, squid goes on as a user of its own, who writes the logs.
  await chmod(folder, 0o777)
  await startDaemon(t, { program: 'squid', args: ['-N', '-f', file('squid.conf')] }, port)
  return {
    host: `127.0.0.1:${port}`,
    // Who only looked whether it is there said nothing, and has no method.
    requests: async () =>
      (await readFile(file('access.log'), 'utf8')).split('\n').filter(line => / [A-Z]+ /.test(line)),
  }
}
