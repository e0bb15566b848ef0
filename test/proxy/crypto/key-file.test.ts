import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readKeys } from '#proxy/crypto/key-file.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'postil-keys-'))
})
afterEach(() => {
  rmSync(dataDir, { recursive: true })
})

test('keys are made once, for the owner alone, and read ever after', () => {
  const made = readKeys({ dataDir })
  expect(readKeys({ dataDir })).toEqual(made)
  expect(statSync(path.join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600)
})

test('a file that cannot be used stops the start instead of being replaced', () => {
  writeFileSync(path.join(dataDir, 'keys.json'), '{"columnKeys":[]}')
  expect(() => readKeys({ dataDir })).toThrow('POSTIL_DATA_DIR')
})
