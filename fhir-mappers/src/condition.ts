/** Condition: a diagnosis or problem that the chart already holds. */
import type { Condition } from '@medplum/fhirtypes'
import type { RecordedCondition } from '#coding/domain/encounter-record.ts'
import { tryParseIcd10Code } from '#coding/domain/icd10-code.ts'
import { findByCode, findCode, findConceptText } from './coding.ts'
import { findDay } from './date-time.ts'
import { asObject, asText, present } from './loose.ts'
import { type Mapped, mapped, unmapped } from './mapping-problem.ts'
import { ICD10CM } from './systems.ts'

const CATEGORIES: ReadonlyMap<string, RecordedCondition['category']> = new Map([
  ['encounter-diagnosis', 'encounter-diagnosis'],
  ['problem-list-item', 'problem-list-item'],
])

// FHIR condition-clinical: recurrence and relapse are kinds of active, remission is a kind of inactive.
const CLINICAL: ReadonlyMap<string, RecordedCondition['clinicalStatus']> = new Map([
  ['active', 'active'],
  ['recurrence', 'active'],
  ['relapse', 'active'],
  ['inactive', 'inactive'],
  ['remission', 'inactive'],
  ['resolved', 'resolved'],
])

// FHIR condition-ver-status; `unconfirmed` is the parent of `provisional` and says no more than that.
const VERIFICATION: ReadonlyMap<string, RecordedCondition['verification'] | 'entered-in-error'> = new Map([
  ['confirmed', 'confirmed'],
  ['unconfirmed', 'provisional'],
  ['provisional', 'provisional'],
  ['differential', 'differential'],
  ['refuted', 'refuted'],
  ['entered-in-error', 'entered-in-error'],
])

export function mapCondition(resource: unknown): Mapped<RecordedCondition> {
  const condition = asObject<Condition>(resource)
  if (condition.resourceType !== 'Condition') return unmapped('Condition', 'wrong-type')
  const id = asText(condition.id)
  if (id === undefined) return unmapped('Condition', 'no-id')
  const verification = findByCode(condition.verificationStatus, VERIFICATION) ?? 'unknown'
  if (verification === 'entered-in-error') return unmapped('Condition', 'not-valid')
  const code = tryParseIcd10Code(findCode(condition.code, ICD10CM) ?? '')
  const text = findConceptText(condition.code)
  if (code === undefined && text === undefined) return unmapped('Condition', 'no-content')
  return mapped({
    id,
    category: findByCode(condition.category, CATEGORIES) ?? 'other',
    clinicalStatus: findByCode(condition.clinicalStatus, CLINICAL) ?? 'unknown',
    verification,
    ...present({ code, text, recorded: findDay(condition.recordedDate) }),
  })
}
