// Earlier services of the sandbox's patients, on every kind of EHR that it can be.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '#app/ehr/connect.ts'
import type { EhrKind } from '#sandbox/personalities/ehr-kind.ts'
import { type Sandbox, startSandbox } from '#sandbox/start-sandbox.ts'
import { buildPatients } from '../../../../sandbox/patients/build-patients.ts'
import { launchFromSandbox, SIDEBAR_URL } from '../support/launch-from-sandbox.ts'

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, sidebarUrl: SIDEBAR_URL, resources: buildPatients('2026-11-02') })
})
afterEach(() => sandbox.stop())

async function readFacts(ehr: EhrKind, slug = 'annual') {
  sandbox.become(ehr)
  const patient = { patientId: `pat-${slug}`, encounterId: `enc-${slug}`, userId: 'coder-lindqvist' }
  const result = await connect({ browser: await launchFromSandbox({ sandbox, ...patient }) })
  if (result.kind !== 'connected') throw new Error(result.kind)
  return result.connection.readClaimFacts()
}

const read = async (ehr: EhrKind, slug?: string) => (await readFacts(ehr, slug)).history

describe('numbers of the claim', () => {
  test.each(['native', 'epic'] as const)('%s: what the directory holds', async (ehr) => {
    const { filing, billing } = await readFacts(ehr)
    expect([filing, billing]).toEqual([
      { payerNumber: '00005', performerTaxonomy: '207Q00000X', billingTaxonomy: '261QM1300X' },
      { taxNumber: 'fits' },
    ])
  })

  test('a payer without a number leaves the field to the coder', async () => {
    expect((await readFacts('native', 'otitis')).filing.payerNumber).toBeUndefined()
  })
})

describe('a patient who was billed before', () => {
  test.each(['native', 'charges', 'hapi'] as const)('%s: by claim and by charge, by whom', async (ehr) => {
    expect(await read(ehr)).toEqual({
      priorServices: [
        { date: '2026-07-05', code: '99213', modifiers: [], units: 1, professional: 'other', from: 'charge' },
        { date: '2025-09-26', code: '99396', modifiers: [], units: 1, professional: 'same', from: 'claim' },
      ],
      priorVisits: [],
      unseen: [],
    })
  })

  test('epic: no claims and no charges, and it is said', async () => {
    expect((await read('epic')).unseen).toEqual([{ source: 'billing', because: 'not-offered' }])
  })

  test('oracle: charges are asked for by visit', async () => {
    const { priorServices, unseen } = await read('oracle')
    expect([priorServices, unseen]).toEqual([[], [{ source: 'billing', because: 'recent-only' }]])
  })

  test('a visit of another day is on record', async () => {
    expect((await read('native', 'heart-failure')).priorVisits).toHaveLength(1)
  })
})
