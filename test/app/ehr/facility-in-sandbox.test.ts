// A stay from the record to the hospital's draft claim, against the sandbox.
import type { Claim, Encounter } from '@medplum/fhirtypes'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectOpenServer } from '#app/ehr/connect.ts'
import type { EhrConnection } from '#app/ehr/session-types.ts'
import { buildDraft, findObstacle } from '#app/features/draft/build-draft.ts'
import { EMPTY_PLAN } from '#app/features/draft/draft-plan.ts'
import type { TenantConfiguration } from '#coding/contract/tenant.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import { type Sandbox, startSandbox } from '#sandbox/start-sandbox.ts'
import { buildPatients } from '../../../sandbox/patients/build-patients.ts'
import { aCode } from '../features/builders.ts'
import { openFakeBrowser } from './support/fake-browser.ts'
import { buildSandboxTenant, SIDEBAR_URL } from './support/launch-from-sandbox.ts'
import { createMemoryLedger } from './support/memory-ledger.ts'

const DISCHARGE: Partial<Encounter> = {
  status: 'finished',
  priority: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActPriority', code: 'EM' }] },
  hospitalization: {
    dischargeDisposition: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/discharge-disposition', code: 'snf' }],
    },
  },
}

let sandbox: Sandbox

beforeEach(async () => {
  const resources = buildPatients('2026-11-02').map((resource) =>
    resource.resourceType === 'Encounter' && resource.id === 'enc-pressure-ulcer'
      ? { ...resource, ...DISCHARGE, period: { ...resource.period, end: '2026-11-02T11:00:00-05:00' } }
      : resource,
  )
  sandbox = await startSandbox({ port: 0, sidebarUrl: SIDEBAR_URL, resources })
})
afterEach(() => sandbox.stop())

async function open(facilityBilling: TenantConfiguration['facilityBilling']): Promise<EhrConnection> {
  const tenant = { ...buildSandboxTenant(sandbox, 'open/fhir'), ...(facilityBilling && { facilityBilling }) }
  const choice = {
    tenant,
    patientId: parsePatientId('pat-pressure-ulcer'),
    encounterId: parseEncounterId('enc-pressure-ulcer'),
  }
  const result = await connectOpenServer(choice, { browser: openFakeBrowser({ url: `${SIDEBAR_URL}/index.html` }) })
  if (result.kind !== 'connected') throw new Error(`not connected: ${result.kind}`)
  return result.connection
}

test('a stay that the site bills for the hospital is filed as an institutional draft of the day of discharge', async () => {
  const connection = await open({ visits: [{ class: 'inpatient' }] })
  const reading = await connection.readEncounter()
  expect(reading.record).toMatchObject({ setting: 'inpatient_facility', dateOfService: '2026-11-02' })
  const plan = { ...EMPTY_PLAN, details: { stay: { pointOfOrigin: '1' }, filing: { authorization: { number: 'A1' } } } }
  const draft = buildDraft(plan, [aCode()], reading)
  expect(findObstacle(draft)).toBeUndefined()
  expect(await connection.fileDraft(draft, createMemoryLedger())).toMatchObject({ kind: 'filed', target: 'Claim' })
  const [claim] = (await sandbox.search('Claim', { patient: 'pat-pressure-ulcer' })) as Claim[]
  expect(claim).toMatchObject({
    status: 'draft',
    type: { coding: [{ code: 'institutional' }] },
    billablePeriod: { start: '2026-10-29', end: '2026-11-02' },
    insurance: [{ preAuthRef: ['A1'] }],
  })
  const codes = claim?.supportingInfo?.map(({ category, code }) => [
    category.coding?.[0]?.code,
    code?.coding?.[0]?.code,
  ])
  expect(codes).toEqual(
    expect.arrayContaining([
      ['typeofbill', '0111'],
      ['admtype', '1'],
      ['pointoforigin', '1'],
      ['discharge-status', '03'],
      ['admissionperiod', undefined],
    ]),
  )
})

test('the same stay is the clinician’s where the site says nothing, and whatever a coder chooses there', async () => {
  const connection = await open(undefined)
  const reading = await connection.readEncounter(undefined, { billedBy: 'facility' })
  expect(reading.record.setting).toBe('professional')
  expect(reading.stay).toBeUndefined()
})

test('a coder changes who bills where the site allows it, and back', async () => {
  const connection = await open({ visits: [], coderMayChange: true })
  expect((await connection.readEncounter()).record.setting).toBe('professional')
  expect((await connection.readEncounter(undefined, { billedBy: 'facility' })).record.setting).toBe(
    'inpatient_facility',
  )
  expect((await connection.readEncounter(undefined, { billedBy: 'professional' })).record.setting).toBe('professional')
})
