import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { describe, test } from 'node:test'
import { annotationsIn } from '../helpers/annotations.ts'
import { snapshot } from '../helpers/folder.ts'
import { startJob } from '../helpers/run-action.ts'
import { checkReports, LOCK, PACKAGES, workFolder } from '../helpers/work-folder.ts'
import { BASE, gallery, LOCKED, lockedFolder, NOBODY, required } from './lock-scene.ts'

/** What can have become of the text of a lock; each is told at its line. */
const BROKEN: readonly {
  readonly what: string
  readonly text: string
  readonly code: string
  readonly told: RegExp
  readonly line: number
}[] = [
  {
    what: 'with an unresolved merge conflict',
    text: LOCKED.replace(/^( +"id": "Other",)$/m, '<<<<<<< HEAD\n$1\n=======\n$1\n>>>>>>> theirs'),
    code: 'LOCK_CONFLICT',
    told: /has an unresolved merge conflict/,
    line: lineOf(LOCKED, '"id": "Other"'),
  },
  {
    what: 'that is cut off',
    text: LOCKED.slice(0, LOCKED.indexOf('"Tool"')),
    code: 'LOCK_CUT_OFF',
    told: /is cut off/,
    line: lineOf(LOCKED, '"Tool"'),
  },
  { what: 'that is empty', text: '', code: 'LOCK_CUT_OFF', told: /is empty/, line: 1 },
  {
    what: 'of a newer format',
    text: LOCKED.replace('"format": 1', '"format": 2'),
    code: 'LOCK_NEWER',
    told: /was written by a newer version/,
    line: 3,
  },
  {
    what: 'of another tool',
    text: '{ "lockfileVersion": 3 }',
    code: 'LOCK_FOREIGN',
    told: /is no lock of psmodule-restore/,
    line: 1,
  },
  {
    what: 'that somebody edited by hand',
    text: LOCKED.replace('"version": "1.5.0"', '"version": "1.5"'),
    code: 'LOCK_EDITED',
    told: /packages > other\/1\.5\.0 > version is "1\.5", which a lock writes as "1\.5\.0"/,
    line: lineOf(LOCKED, '"1.5.0"'),
  },
]

describe('A lock', { concurrency: 2 }, () => {
  for (const { what, text, code, told, line } of BROKEN) {
    test(`${what} is refused by restore and lock with its place, and nothing is touched; --upgrade writes it anew.`, async () => {
      await using folder = await workFolder({ ...BASE, [LOCK]: text, [`${PACKAGES}/Mine.1.0.0.nupkg`]: 'mine' })
      const before = await snapshot(folder.path)
      const { report, code: exit } = await folder.restore(NOBODY)
      assert.equal(exit, 1)
      const [problem, ...more] = report.problems
      assert.deepEqual(more, [])
      assert.equal(problem?.code, code)
      assert.match(problem.sentence, told)
      assert.deepEqual([problem.place?.file, problem.place?.line], [LOCK, line])
      // What "lock" alone refuses as well is not mended by it.
      assert.match(problem.hint ?? '', /Take one side|remove it|--upgrade|^Update psmodule-restore/)

      const locking = await folder.lock(NOBODY)
      assert.deepEqual([locking.code, locking.stdout], [1, ''])
      assert.match(locking.stderr, told)
      assert.deepEqual(await snapshot(folder.path), before)

      const anew = await folder.lock(gallery.sources, '--upgrade', '--cache', 'false')
      assert.equal(anew.code, 0, anew.stderr)
      assert.equal(await folder.readLock(), LOCKED)
    })
  }

  test('that is broken is an annotation at its line in the action, whose folders stay as they were.', async () => {
    await using job = await startJob()
    await using files = await lockedFolder({ [LOCK]: LOCKED.replace('"format": 1', '"format": 7') })
    const before = [await snapshot(job.temp), await snapshot(files.path)]
    const { code, log } = await job.run({ sources: NOBODY, 'working-directory': files.path })
    assert.equal(code, 1)
    const [error, ...more] = annotationsIn(log)
    assert.deepEqual(more, [])
    assert.equal(path.resolve(job.workspace, error?.properties.file ?? ''), path.join(files.path, LOCK))
    assert.equal(error?.properties.line, '3')
    assert.match(
      error.message,
      /^modules\.lock\.json was written by a newer version of psmodule-restore: it has format 7, .* \[LOCK_NEWER\]/,
    )
    assert.deepEqual([await snapshot(job.temp), await snapshot(files.path)], before)
  })

  test('that cannot be made leaves the old one, and no other file.', async () => {
    await using folder = await lockedFolder(required("Nowhere = '*'"))
    const before = await snapshot(folder.path)
    const { code, stderr } = await folder.lock(gallery.sources, '--cache', 'false')
    assert.equal(code, 1)
    assert.match(stderr, /^Nowhere /m)
    await rm(path.join(folder.path, 'home'), { recursive: true, force: true })
    assert.deepEqual(await snapshot(folder.path), before)
  })
})

test('Every report is as its schema says.', checkReports)

/** 1-based. */
function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length
}
