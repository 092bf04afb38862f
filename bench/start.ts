/** `npm run bench`, the third part: the cold start of the bundle, as the command and as the action, over that of Node. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { BUNDLE, inFolder, print, ratioOf, run, timed } from './measure.ts'

const RUNS = Number(process.env.RUNS ?? 15)
const AIM = '<= 6 x'

/** Milliseconds until the action prints its first line. What it then says of the inputs that it lacks, nobody reads. */
function startAction(folder: string): Promise<number> {
  const env = { PATH: process.env.PATH, GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: folder, RUNNER_TEMP: folder }
  return timed(async () => {
    const action = spawn(process.execPath, [BUNDLE], { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] })
    await once(action.stdout, 'data')
    action.kill()
  })
}

await inFolder(async folder => {
  const [command, action]: [number[], number[]] = [[], []]
  for (let turn = 0; turn < RUNS; turn += 1) {
    const bare = await timed(() => run(process.execPath, ['-e', '0']))
    command.push((await timed(() => run(process.execPath, [BUNDLE, '--version']))) / bare)
    action.push((await startAction(folder)) / bare)
  }
  print('the command, `--version`, over `node -e 0`', ratioOf(command), AIM)
  print('the action until its first line, over `node -e 0`', ratioOf(action), AIM)
})
