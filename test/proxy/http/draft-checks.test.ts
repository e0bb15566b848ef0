// Who is told of the level of a visit: a coder, with the grid; nobody else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import { tryParseDraftCheckResponse } from '#coding/contract/draft-check.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import type { TenantRow } from '#proxy/tenants.ts'
import { aLine } from '../../fixtures/fhir/draft-claim.ts'
import { aDraft, aRecord, createTestProxy, send, signIdToken, signIn, smartRow } from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

const engine = createCodingEngine({ releases: [], diagnoses: createReleaseCodeSet([]) })

async function check(fhirUser: string, payers: NonNullable<TenantRow['payers']> = {}) {
  const proxy = createTestProxy(database.db, { engine, rows: [{ ...smartRow, payers }] })
  const signed = await signIn(proxy, { idToken: signIdToken({ claims: { fhirUser } }) })
  const record = aRecord()
  const draft = aDraft({ encounterId: record.encounterId, lines: [aLine('99215')] })
  const response = await send(proxy, { path: '/v1/drafts/check', body: { draft, record } }, signed)
  expect(response.status).toBe(200)
  return tryParseDraftCheckResponse(await response.json())
}

describe('a checked draft', () => {
  test('is checked by what this site says of the payer, and by nothing of another', async () => {
    const asked = { authorizationFor: ['992'] }
    const rulesOf = async (payers: NonNullable<TenantRow['payers']>) => {
      const answer = await check('Practitioner/coder-1', payers)
      return answer?.findings.map((finding) => (finding.kind === 'check' ? finding.rule : finding.kind))
    }
    expect(await rulesOf({ [aRecord().payer]: asked })).toContain('authorization')
    expect(await rulesOf({ 'self-pay': asked })).not.toContain('authorization')
  })

  test('comes with the grid of its visit for a coder', async () => {
    const answer = await check('Practitioner/coder-1')
    expect(answer?.visit?.families).toEqual(['office-established'])
    expect(answer?.visit?.decision.problems.cells.length).toBeGreaterThan(0)
  })

  test('comes without it for a clinician', async () => {
    const answer = await check('Practitioner/doctor-1')
    expect(answer?.findings.length).toBeGreaterThan(0)
    expect(answer?.visit).toBeUndefined()
    expect(JSON.stringify(answer)).not.toMatch(/straightforward|decision making|99214/)
  })
})
