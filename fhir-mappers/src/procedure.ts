/** Procedure: what was done, under whichever code system the EHR keeps. */
import type { Procedure } from '@medplum/fhirtypes'
import type { RecordedProcedure } from '#coding/domain/encounter-record.ts'
import { findConceptText, listCodings } from './coding.ts'
import { findDay, mapPeriod } from './date-time.ts'
import { asObject, asText, present } from './loose.ts'
import { type Mapped, mapped, unmapped } from './mapping-problem.ts'
import { CPT, HCPCS, ICD10PCS } from './systems.ts'

const SYSTEMS: readonly (readonly [string, 'cpt' | 'hcpcs' | 'icd10pcs'])[] = [
  [CPT, 'cpt'],
  [HCPCS, 'hcpcs'],
  [ICD10PCS, 'icd10pcs'],
]

export function mapProcedure(resource: unknown): Mapped<RecordedProcedure> {
  const procedure = asObject<Procedure>(resource)
  if (procedure.resourceType !== 'Procedure') return unmapped('Procedure', 'wrong-type')
  const id = asText(procedure.id)
  if (id === undefined) return unmapped('Procedure', 'no-id')
  if (procedure.status === 'entered-in-error' || procedure.status === 'not-done') {
    return unmapped('Procedure', 'not-valid')
  }
  const code = findProcedureCode(procedure.code)
  const text = findConceptText(procedure.code)
  if (code === undefined && text === undefined) return unmapped('Procedure', 'no-content')
  const performed = findDay(procedure.performedDateTime) ?? findDay(mapPeriod(procedure.performedPeriod).start)
  return mapped({ id, ...present({ code, text, performed, bodySite: findConceptText(procedure.bodySite) }) })
}

/** A billing code where there is one, else the first code of any system. */
function findProcedureCode(concept: unknown): RecordedProcedure['code'] {
  const codings = listCodings(concept)
  for (const [uri, system] of SYSTEMS) {
    const value = codings.find((coding) => coding.system === uri)?.code
    if (value !== undefined) return { system, value }
  }
  const other = codings.find((coding) => coding.code !== undefined)?.code
  return other === undefined ? undefined : { system: 'other', value: other }
}
