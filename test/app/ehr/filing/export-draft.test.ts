import type { Bundle } from '@medplum/fhirtypes'
import { beforeAll, expect, test } from 'vitest'
import { exportDraft } from '#app/ehr/filing/export-draft.ts'
import { type Definitions, loadDefinitions } from '../../../fixtures/fhir/definitions.ts'
import { aDraftClaim } from '../../../fixtures/fhir/draft-claim.ts'

const parts = {
  session: { tenant: { issuer: 'https://ehr.example/fhir' }, fhirUser: 'Practitioner/prac1' },
  browser: { now: () => Date.parse('2026-11-02T10:05:00Z') },
} as unknown as Parameters<typeof exportDraft>[0]

let definitions: Definitions
beforeAll(() => {
  definitions = loadDefinitions()
}, 60_000)

test('the exported bundle is the transaction that would file the draft, valid and with its key', async () => {
  const text = await exportDraft(parts, aDraftClaim())
  const bundle = JSON.parse(text) as Bundle
  definitions.validate(bundle)
  expect(bundle.type).toBe('transaction')
  expect(bundle.entry?.map(({ resource }) => resource?.resourceType)).toEqual(['Claim', 'Provenance'])
  expect(bundle.entry?.[0]?.request?.ifNoneExist).toMatch(/draft-claim%7C[0-9a-f]{32}$/)
  expect(await exportDraft(parts, aDraftClaim())).toBe(text)
})
