// Fee schedule indicators and HCPCS states of made-up codes.
import type { ClaimTables, HcpcsEntryState, ProcedurePolicy } from '#coding/claims/claim-tables.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'

const edition = '2026Q4'

const PLAIN: ProcedurePolicy = {
  globalDays: 'XXX',
  bilateral: '0',
  professionalTechnical: '0',
  multipleProcedure: '0',
  assistant: '0',
  coSurgeon: '0',
  team: '0',
}

export function withPolicies(
  policies: Readonly<Record<string, Partial<ProcedurePolicy>>>,
): Pick<ClaimTables, 'findPolicy'> {
  return {
    findPolicy: (code) => {
      const policy = policies[code]
      return policy ? { state: 'found', value: { ...PLAIN, ...policy }, edition } : { state: 'none', edition }
    },
  }
}

export function withModifierState(value: HcpcsEntryState): Pick<ClaimTables, 'findProcedureState'> {
  return { findProcedureState: () => ({ state: 'found', value, edition }) }
}

export function aModifiedLine(code: string, modifiers: readonly string[] = [], pointers: readonly number[] = [1]) {
  return aLine(code, { modifiers: modifiers.map(parseModifierCode), diagnosisPointers: pointers })
}
