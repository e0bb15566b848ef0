// Workers killed and cut off from their database at random: the command does the trials and judges them itself.
import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { hasPostgres } from '../store/test-engines.ts'

const isSome = (count: number): boolean => count > 0

test.skipIf(!hasPostgres)(
  'no note is lost or done twice when workers are killed',
  () => {
    const script = path.resolve(import.meta.dirname, '../../../scripts/simulate.ts')
    // Without a release the embedded knowledge answers.
    const env = { ...process.env, POSTIL_DATA_DIR: mkdtempSync(path.join(tmpdir(), 'postil-killed-')) }
    const options = [script, '--notes', '600', '--workers', '2', '--kills', '6']
    const { status, stdout } = spawnSync(process.execPath, options, { env, encoding: 'utf8' })
    console.log(stdout.trim())
    const [, worker, connection] =
      /killed while there was work: a worker (\d+) times, connections in use (\d+) times/.exec(stdout) ?? []
    expect([Number(worker), Number(connection)]).toEqual([expect.toSatisfy(isSome), expect.toSatisfy(isSome)])
    expect(stdout).toMatch(/(\d+) notes, \1 results, \1 analyses in the audit, 0 dead, 0 left; chain verifies/)
    expect(status).toBe(0)
  },
  120_000,
)
