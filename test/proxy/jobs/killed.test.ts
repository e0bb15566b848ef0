// Workers killed and cut off from their database at random: the command does the trials and judges them itself.
import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { hasPostgres } from '../store/test-engines.ts'

test.skipIf(!hasPostgres)(
  'no note is lost or done twice when workers are killed',
  () => {
    const script = path.resolve(import.meta.dirname, '../../../scripts/simulate.ts')
    // Without a release the embedded knowledge answers.
    const env = { ...process.env, POSTIL_DATA_DIR: mkdtempSync(path.join(tmpdir(), 'postil-killed-')) }
    const options = [script, '--notes', '600', '--workers', '2', '--kills', '4']
    const { status, stdout } = spawnSync(process.execPath, options, { env, encoding: 'utf8' })
    console.log(stdout.trim())
    expect(stdout).toMatch(/600 results, 600 analyses in the audit, 0 dead, 0 left; chain verifies/)
    expect(status).toBe(0)
  },
  120_000,
)
