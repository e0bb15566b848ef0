/** The prompt that ships with this version. A file that was changed without a new version stops the model, not the product. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Setting } from '#coding/domain/encounter-record.ts'
import { ModelError } from './errors.ts'

export type ModelPrompt = {
  readonly version: string
  readonly hash: string
  readonly system: string
  readonly settings: Readonly<Record<Setting, string>>
  readonly task: string
  /** Said behind the task when an answer could not be read. */
  readonly repair: string
}

/** SHA-256 of all files of a version together. What was sent under a version can always be read again in its folder. */
const VERSIONS: Readonly<Record<string, string>> = {
  // Without a word for an answer that could not be read.
  '1': 'decd303e34a60b33b3cad863813edd2aa528cf059d5c419e137c10b0cc63dc30',
  // Without examples, and too short to be cached.
  '2': '1675f84596e4ece8041cf93c5a328b113bdd09cec733b10a58adfb3562a937c2',
  '3': 'c963b0ef056c07b7c01755cdc1c5d837c04daf91176f2dec3d37e3e8738d0178',
}
export const CURRENT_PROMPT = '3'
const FILES = ['system', 'professional', 'outpatient_facility', 'inpatient_facility', 'task'] as const
const FILES_SINCE_2 = [...FILES, 'repair'] as const

/** @throws ModelError `prompt-changed` */
export function loadPrompt(
  version: string = CURRENT_PROMPT,
  folder: string = path.join(import.meta.dirname, 'prompts'),
): ModelPrompt {
  const read = (name: string): string => readFileSync(path.join(folder, version, `${name}.md`), 'utf8').trimEnd()
  const texts = (version === '1' ? FILES : FILES_SINCE_2).map(read)
  const hash = createHash('sha256').update(texts.join('\u001f')).digest('hex')
  if (VERSIONS[version] !== hash) {
    throw new ModelError('prompt-changed', `The files of prompt version ${version} are not those that were released.`)
  }
  const [system = '', professional = '', outpatient_facility = '', inpatient_facility = '', task = '', repair = ''] =
    texts
  return { version, hash, system, settings: { professional, outpatient_facility, inpatient_facility }, task, repair }
}
