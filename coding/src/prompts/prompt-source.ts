/** What the record says, in the forms that the kinds of questions look at. Read once an encounter. */
import type { Icd10Release } from '../code-sets/open-release.ts'
import type { EncounterConditions } from '../diagnoses/collect-conditions.ts'
import { type Diagnosis, hasPrefix } from '../diagnoses/diagnosis.ts'
import type { Axis } from '../domain/axis.ts'
import type { EncounterRecord } from '../domain/encounter-record.ts'
import type { PromptContent } from '../domain/prompt.ts'
import type { Concept } from '../knowledge/concept.ts'
import type { ChartReading } from '../notes/read-chart.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { Gap, GapSetting } from './signs/gap-data.ts'
import type { Observation } from './signs/observations.ts'
import type { Sign } from './signs/read-signs.ts'
import type { SignIndex } from './signs/sign-index.ts'

export type EncounterReading = {
  readonly record: EncounterRecord
  readonly readings: readonly NoteReading[]
  /** The problem list and encounter diagnoses as words. */
  readonly chart: readonly ChartReading[]
  readonly conditions: EncounterConditions
  readonly diagnoses: readonly Diagnosis[]
  /** Whether a code may be billed on the date of service, as far as the loaded tables know. */
  readonly mayExist: (code: string) => boolean
  /** The official release of the date of service, where one is loaded. */
  readonly release?: Icd10Release | undefined
}

export type PromptSource = EncounterReading & {
  readonly index: SignIndex
  readonly signs: readonly Sign[]
  readonly observations: readonly Observation[]
  /** Every condition that the record speaks of for this patient, affirmed or not. */
  readonly named: ReadonlySet<Concept>
}

/** A question before the lint, with what the lint must know of the record. */
export type PromptDraft = {
  readonly content: PromptContent
  /** Terms that the record documents, which a title may name. */
  readonly documentedTerms: readonly string[]
  readonly availableAxes: readonly Axis[]
  readonly answeredAxes: readonly Axis[]
}

export function collectNamed({ readings, chart }: EncounterReading): Set<Concept> {
  const mentions = [...readings, ...chart].flatMap((reading) => reading.mentions)
  const own = mentions.filter(
    ({ assertion, sentence }) => assertion.experiencer === 'patient' && sentence.section.id !== 'family-history',
  )
  return new Set(own.map(({ concept }) => concept))
}

export function hasCode({ rows }: Concept, prefixes: readonly string[]): boolean {
  return rows.some(({ code }) => hasPrefix(code, prefixes))
}

/** Whether the record speaks of a condition with one of these codes: then nobody needs to be asked whether there is one. */
export function isDocumented({ named, record, diagnoses }: PromptSource, prefixes: readonly string[]): boolean {
  const charted = record.conditions.some(({ code, verification }) => {
    return code !== undefined && verification !== 'refuted' && hasPrefix(code, prefixes)
  })
  if (charted || diagnoses.some(({ code }) => hasPrefix(code, prefixes))) return true
  for (const concept of named) if (hasCode(concept, prefixes)) return true
  return false
}

/** Where the patient is, in the words of the catalogue. */
function getGapSetting({ encounterClass, setting }: EncounterRecord): GapSetting {
  if (setting === 'inpatient_facility' || encounterClass === 'inpatient' || encounterClass === 'observation') {
    return 'inpatient'
  }
  return encounterClass === 'emergency' ? 'ed' : 'outpatient'
}

export function isAskedIn({ settings }: Gap, record: EncounterRecord): boolean {
  return settings.includes(getGapSetting(record))
}
