// The publishers' files lie beside the repository and are never copied into it; tests that need them read them there.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'

const SHARED = path.resolve(import.meta.dirname, '../../../shared')

type SharedFolder = 'code-sets' | 'domain' | 'eval-dev' | 'reference'

/** Where the folder lies; whether it is there is for `describeWithShared` to say. */
export function getSharedPath(folder: SharedFolder, ...parts: readonly string[]): string {
  return path.join(SHARED, folder, ...parts)
}

/** A group that needs shared data: skipped, and said so, where the data is absent; failed where CI promises it. */
export function describeWithShared(folder: SharedFolder, title: string, body: () => void): void {
  const isThere = existsSync(getSharedPath(folder))
  if (isThere) describe(title, body)
  else if (process.env['CI'] === 'true') {
    describe(title, () => test(`has ../shared/${folder}`, () => expect.fail(`../shared/${folder} is absent`)))
  } else describe.skip(`${title} (skipped: ../shared/${folder} is absent)`, body)
}

export function readSharedText(folder: SharedFolder, ...parts: readonly string[]): string {
  const data = readFileSync(getSharedPath(folder, ...parts))
  return (parts.at(-1)?.endsWith('.gz') ? gunzipSync(data) : data).toString('utf8')
}
