// The official release of FY2026, read in place, for rules that need the notes of the tabular list.
import { existsSync } from 'node:fs'
import { createReleaseCodeSet, type ReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { aDiagnosis } from '../../fixtures/fhir/draft-claim.ts'
import { getSharedPath } from '../../support/shared-data.ts'
import { loadFiscal2026 } from '../prompts/fiscal-2026.ts'

let opened: ReleaseCodeSet | undefined

/** Empty where the files are absent, so that a skipped group can still be listed. */
export function officialCodes(): ReleaseCodeSet {
  opened ??= createReleaseCodeSet(existsSync(getSharedPath('code-sets')) ? [loadFiscal2026()] : [])
  return opened
}

export const IN_FISCAL_2026 = { dateOfService: parseDateOnly('2026-03-02') }

/** A date of service of FY2026 with these diagnoses. */
export function draftOf(...codes: readonly string[]): Pick<DraftClaim, 'dateOfService' | 'diagnoses'> {
  return { ...IN_FISCAL_2026, diagnoses: codes.map((code) => aDiagnosis(code)) }
}
