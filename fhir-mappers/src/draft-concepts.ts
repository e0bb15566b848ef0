/** The codes and parties of a draft as FHIR concepts and references, shared by Claim, ChargeItem and Task. */
import type { CodeableConcept, Practitioner, PractitionerRole, Reference } from '@medplum/fhirtypes'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { DraftClaim, DraftDiagnosis, DraftLine, NamedProvider } from '#coding/domain/draft-claim.ts'
import { getModifierSystem, type ModifierCode, type ProcedureSystem } from '#coding/domain/procedure-code.ts'
import { CPT, HCPCS, ICD10CM, NPI } from './systems.ts'

const PROCEDURE_SYSTEMS: Readonly<Record<ProcedureSystem, string>> = { cpt: CPT, hcpcs: HCPCS }

/** The version is the fiscal year of the edition that validated the code. */
export function buildDiagnosisConcept({ code }: Pick<DraftDiagnosis, 'code'>, draft: DraftClaim): CodeableConcept {
  const version =
    /\d{4}/.exec(code.edition.release)?.[0] ?? findFiscalYear(draft.dateOfServiceEnd ?? draft.dateOfService)
  return { coding: [{ system: ICD10CM, version, code: code.code, display: code.title }] }
}

/** An edition of ICD-10-CM takes effect on the first of October before its year. */
export function findFiscalYear(date: DateOnly): string {
  const year = Number(date.slice(0, 4))
  return String(date.slice(5) >= '10-01' ? year + 1 : year)
}

/** Never a display: the descriptors of CPT are licensed, and the EHR has its own. */
export function buildProcedureConcept({ code }: DraftLine): CodeableConcept {
  return { coding: [{ system: PROCEDURE_SYSTEMS[code.system], code: code.code }] }
}

export function buildModifierConcept(modifier: ModifierCode): CodeableConcept {
  return { coding: [{ system: PROCEDURE_SYSTEMS[getModifierSystem(modifier)], code: modifier }] }
}

export function buildProvider({ reference, npi }: NamedProvider): Pick<Reference, 'identifier' | 'reference'> {
  return {
    ...(reference === undefined ? {} : { reference }),
    ...(npi === undefined ? {} : { identifier: { system: NPI, value: npi } }),
  }
}

/** Claims and charges are entered by clinicians only; a `fhirUser` may also be a Person or a Patient. */
export function findEnterer(person: string | undefined): Reference<Practitioner | PractitionerRole> | undefined {
  return person !== undefined && /^Practitioner(Role)?\//.test(person) ? { reference: person } : undefined
}
