import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { PackageSpec } from '../__tests__/gallery/pack.ts'
import { freePort } from '../__tests__/peers/daemon.ts'
import { locate } from '../__tests__/peers/peer.ts'
import { writeFeed } from '../__tests__/peers/static-feed.ts'

/** A static v3 feed behind nginx. */
export interface Feed extends AsyncDisposable {
  /** The address of its service index. */
  readonly index: string
  /** Of its packages. */
  readonly urls: readonly string[]
  /** On which nginx serves it. */
  readonly port: number
}

/** @param reachedAt the port at which clients reach it, where a line leads to it */
export async function serveFeed(packages: readonly PackageSpec[], reachedAt?: number): Promise<Feed> {
  const folder = await mkdtemp(path.join(tmpdir(), 'psmr-feed-'))
  const port = await freePort()
  const { index, urlOf, nginxArgs } = await writeFeed(folder, port, packages, `127.0.0.1:${reachedAt ?? port}`)
  const nginx = spawn(locate('nginx'), nginxArgs, { stdio: 'ignore' })
  while (!(await fetch(`http://127.0.0.1:${port}/index.json`).catch(() => undefined))?.ok) await wait(20)
  return {
    index,
    urls: packages.map(urlOf),
    port,
    [Symbol.asyncDispose]: async () => {
      nginx.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
