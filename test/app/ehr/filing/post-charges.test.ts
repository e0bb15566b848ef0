// Charges by Oracle's operation: posted once at most, looked for where it is not certain, and never beside a draft.
import type { ChargeItem, Encounter } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import type { Fault } from '#sandbox/faults.ts'
import { aDraftClaim, aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { type EhrChanges, ENCOUNTER, type InProcessEhr, openInProcessEhr, PATIENT } from './in-process-ehr.ts'

const BILL_CODES = {
  base: 'https://fhir.cerner.com/site-1/CodeSystem',
  schedules: { cpt: '615214', hcpcs: '2553' },
}
const parties = { patientId: PATIENT, encounterId: ENCOUNTER }
const draft = aDraftClaim({
  ...parties,
  lines: [aLine('99213', { modifiers: [parseModifierCode('25')] }), aLine('20610', { units: 2 })],
})
const aVisit = (status: Encounter['status'] = 'finished'): Encounter => ({
  resourceType: 'Encounter',
  id: ENCOUNTER,
  status,
  class: { code: 'AMB' },
  subject: { reference: `Patient/${PATIENT}` },
})

async function open(changes: EhrChanges['tenant'] = {}, status: Encounter['status'] = 'finished') {
  const ehr = openInProcessEhr('oracle', {
    tenant: { writeTargets: ['ChargeItem.$create'], billCodes: BILL_CODES, ...changes },
  })
  await ehr.add(aVisit(status))
  return ehr
}

const post = (ehr: InProcessEhr, one: DraftClaim = draft, tab = ehr.openTab()) => tab.postCharges(one, tab.ledger)
const charges = (ehr: InProcessEhr) => ehr.list('ChargeItem') as readonly ChargeItem[]
const codes = (ehr: InProcessEhr) => charges(ehr).map(({ code }) => code.coding?.[0]?.code)
const posts = (ehr: InProcessEhr) => ehr.seen.filter((one) => one === 'POST /ChargeItem/$create').length

/** The nth write meets it. */
function faultAt(place: number, fault: Fault) {
  let writes = 0
  return {
    before: async (method: string) => (method === 'POST' && writes++ === place ? fault : undefined),
  }
}

// The sandbox indexes the definitions of FHIR once.
describe('posting charges', { timeout: 30_000 }, () => {
  test('one charge a line, billable, with the site’s own code systems', async () => {
    const ehr = await open()
    expect(await post(ehr)).toMatchObject({
      kind: 'filed',
      target: 'ChargeItem.$create',
      ids: [expect.any(String), expect.any(String)],
    })
    const [visit, injection] = charges(ehr)
    expect(visit).toMatchObject({
      status: 'billable',
      subject: { reference: `Patient/${PATIENT}` },
      context: { reference: `Encounter/${ENCOUNTER}` },
      code: {
        coding: [
          {
            system: 'https://fhir.cerner.com/site-1/CodeSystem/BillCodes-CPT',
            code: '99213',
            extension: [{ valueCodeableConcept: { coding: [{ code: '615214' }] } }],
          },
        ],
      },
      extension: [
        {
          extension: [
            { url: 'code', valueCodeableConcept: { coding: [{ code: '25' }] } },
            { url: 'priority', valueUnsignedInt: 1 },
          ],
        },
      ],
      reason: [{ coding: [{ system: 'https://fhir.cerner.com/site-1/CodeSystem/BillCodes-ICD' }] }],
    })
    expect(injection?.quantity).toEqual({ value: 2 })
  })

  test('a second click posts nothing', async () => {
    const ehr = await open()
    await post(ehr)
    expect(await post(ehr)).toMatchObject({ kind: 'already-filed' })
    expect(posts(ehr)).toBe(2)
  })

  test('a draft that has changed since is not posted beside the first', async () => {
    const ehr = await open()
    await post(ehr)
    const outcome = await post(ehr, aDraftClaim({ ...parties, lines: [aLine('99214')] }))
    expect(outcome).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(/posted before/) })
    expect(codes(ehr)).toEqual(['99213', '20610'])
  })

  test('filing and signing off leave posted charges alone', async () => {
    const ehr = await open()
    await post(ehr)
    const tab = ehr.openTab()
    for (const work of [tab.fileDraft, tab.signOffDraft]) {
      expect(await work(draft, tab.ledger)).toMatchObject({
        kind: 'rejected',
        reason: expect.stringMatching(/posted before/),
      })
    }
    expect(charges(ehr).map(({ status }) => status)).toEqual(['billable', 'billable'])
  })

  test('a draft of Postil’s list is posted, and the list has it no more', async () => {
    const ehr = await open()
    const tab = ehr.openTab()
    expect(await tab.fileDraft(draft, tab.ledger)).toMatchObject({ kind: 'queued' })
    expect(await post(ehr)).toMatchObject({ kind: 'filed' })
    expect(await ehr.ledger.list()).toMatchObject([{ target: 'ChargeItem.$create', state: 'written' }])
  })

  test.each([
    ['the first charge is refused', faultAt(0, { status: 422 }), /stays on Postil’s list/],
    ['the role may not post', faultAt(0, { status: 403 }), /does not let you post/],
  ])('%s: nothing is posted, and the draft is on the list', async (_, fault, reason) => {
    const ehr = await open()
    expect(await post(ehr, draft, ehr.openTab(fault))).toMatchObject({
      kind: 'rejected',
      reason: expect.stringMatching(reason),
    })
    expect(charges(ehr)).toEqual([])
    expect(await ehr.ledger.list()).toMatchObject([{ target: 'queue', state: 'written' }])
  })

  test('a lost answer is looked up by what was posted', async () => {
    const ehr = await open()
    expect(await post(ehr, draft, ehr.openTab(faultAt(1, 'drop-after')))).toMatchObject({ kind: 'filed' })
    expect(posts(ehr)).toBe(2)
  })

  test('a charge that did not arrive is named, and never sent again', async () => {
    const ehr = await open()
    const lost = await post(ehr, draft, ehr.openTab(faultAt(1, 'drop-before')))
    expect(lost).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(/line 2 \(20610\)/) })
    ehr.passTime(10 * 60_000)
    expect(await post(ehr)).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(/line 2 \(20610\)/) })
    expect(posts(ehr)).toBe(2)
  })

  test('why the EHR took no more is said in its own words', async () => {
    const ehr = await open()
    const body = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'invalid', diagnostics: 'No such bill code.' }],
    }
    const refused = faultAt(1, {
      status: 422,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/fhir+json' },
    })
    expect(await post(ehr, draft, ehr.openTab(refused))).toMatchObject({
      kind: 'unknown',
      reason: expect.stringMatching(/line 2 \(20610\).*The EHR says: .*No such bill code/),
    })
  })

  test('what a person enters for it by hand settles it', async () => {
    const ehr = await open()
    await post(ehr, draft, ehr.openTab(faultAt(1, 'drop-before')))
    const [first] = charges(ehr)
    if (!first) throw new Error('no charge')
    const { extension: _, ...entered } = first
    const code = { coding: [{ system: `${BILL_CODES.base}/BillCodes-CPT`, code: '20610' }] }
    await ehr.add({ ...entered, id: 'by-hand', code, quantity: { value: 2 } })
    expect(await post(ehr)).toMatchObject({ kind: 'filed' })
  })

  test('a charge that stands already is not posted again', async () => {
    const ehr = await open()
    await ehr.add({
      resourceType: 'ChargeItem',
      id: 'theirs',
      status: 'billable',
      subject: { reference: `Patient/${PATIENT}` },
      context: { reference: `Encounter/${ENCOUNTER}` },
      occurrenceDateTime: draft.dateOfService,
      quantity: { value: 2 },
      code: { coding: [{ system: `${BILL_CODES.base}/BillCodes-CPT`, code: '20610' }] },
    })
    expect(await post(ehr)).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(/holds a charge like/) })
    expect(posts(ehr)).toBe(0)
  })

  test('a visit that is open is not charged', async () => {
    const ehr = await open({}, 'in-progress')
    expect(await post(ehr)).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(/still open/) })
    expect([posts(ehr), await ehr.ledger.list()]).toEqual([0, []])
  })

  test.each([
    ['without the site’s word', { writeTargets: ['queue' as const] }, /not turned it on/],
    ['on another vendor', { vendor: 'epic' as const }, /does not take/],
  ])('%s nothing is posted', async (_, tenant, reason) => {
    const ehr = await open(tenant)
    expect(await post(ehr)).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(reason) })
    expect(posts(ehr)).toBe(0)
  })

  test('a draft never ends as a charge by itself', async () => {
    const ehr = await open({ writeTargets: ['Claim', 'ChargeItem', 'ChargeItem.$create', 'Task'] })
    const tab = ehr.openTab()
    expect(await tab.fileDraft(draft, tab.ledger)).toMatchObject({ kind: 'queued' })
    expect(posts(ehr)).toBe(0)
  })
})

describe('crediting charges', { timeout: 30_000 }, () => {
  const credit = (ehr: InProcessEhr, tab = ehr.openTab()) => tab.withdrawDraft(draft, tab.ledger)
  const credits = (ehr: InProcessEhr) => ehr.seen.filter((one) => one.endsWith('/$credit')).length
  const standing = (ehr: InProcessEhr) => charges(ehr).map(({ status }) => status)
  const edit = (ehr: InProcessEhr, place: number, status: ChargeItem['status']) =>
    ehr.edit(`ChargeItem/${charges(ehr)[place]?.id}`, (one) =>
      one.resourceType === 'ChargeItem' ? { ...one, status } : one,
    )

  async function openPosted() {
    const ehr = await open()
    await post(ehr)
    return ehr
  }

  test('takes back what was posted, once, and leaves what a person entered', async () => {
    const ehr = await openPosted()
    const [first] = charges(ehr)
    if (!first) throw new Error('no charge')
    await ehr.add({ ...first, id: 'by-hand' })
    expect(await credit(ehr)).toEqual({ kind: 'withdrawn', target: 'ChargeItem.$create', isError: false })
    expect(await credit(ehr)).toMatchObject({ kind: 'withdrawn' })
    expect(credits(ehr)).toBe(2)
    expect(charges(ehr).filter(({ status }) => status === 'billable')).toMatchObject([{ id: 'by-hand' }])
  })

  test('leaves the draft to be posted or filed anew, under a key of its own', async () => {
    const ehr = await openPosted()
    await credit(ehr)
    expect(await post(ehr)).toMatchObject({ kind: 'filed' })
    expect(standing(ehr)).toEqual(['not-billable', 'not-billable', 'billable', 'billable'])
    expect(await credit(ehr)).toMatchObject({ kind: 'withdrawn' })
    const tab = ehr.openTab()
    expect(await tab.fileDraft(draft, tab.ledger)).toMatchObject({ kind: 'queued' })
    const keys = (await ehr.ledger.list()).map(({ key }) => key)
    expect(new Set(keys).size).toBe(3)
  })

  test('sends nothing for what a person credited, and stops at what was billed', async () => {
    const ehr = await openPosted()
    await edit(ehr, 0, 'not-billable')
    expect(await credit(ehr)).toMatchObject({ kind: 'withdrawn' })
    expect(credits(ehr)).toBe(1)
    const billed = await openPosted()
    await edit(billed, 1, 'billed')
    expect(await credit(billed)).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(/billed already/) })
    expect(credits(billed)).toBe(0)
    expect(standing(billed)).toEqual(['billable', 'billed'])
  })

  test('a lost answer is looked up', async () => {
    const ehr = await openPosted()
    expect(await credit(ehr, ehr.openTab(faultAt(1, 'drop-after')))).toMatchObject({ kind: 'withdrawn' })
    expect(credits(ehr)).toBe(2)
  })

  test('a credit that did not arrive is named, and never sent again', async () => {
    const ehr = await openPosted()
    const left = new RegExp(`Still there: ChargeItem/${charges(ehr)[1]?.id}`)
    const lost = await credit(ehr, ehr.openTab(faultAt(1, 'drop-before')))
    expect(lost).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(left) })
    ehr.passTime(10 * 60_000)
    expect(await credit(ehr)).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(left) })
    expect(await post(ehr)).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(/credited/) })
    expect(credits(ehr)).toBe(2)
    await edit(ehr, 1, 'not-billable')
    expect(await credit(ehr)).toMatchObject({ kind: 'withdrawn' })
    expect(credits(ehr)).toBe(2)
  })

  test('a refusal leaves the charges, and they can be credited again', async () => {
    const ehr = await openPosted()
    const refused = await credit(ehr, ehr.openTab(faultAt(0, { status: 422 })))
    expect(refused).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(/Nothing was credited/) })
    expect(await credit(ehr)).toMatchObject({ kind: 'withdrawn' })
  })

  test('waits until it is known what was posted', async () => {
    const ehr = await open()
    await post(ehr, draft, ehr.openTab(faultAt(1, 'drop-before')))
    expect((await credit(ehr)).kind).toBe('rejected')
    expect(credits(ehr)).toBe(0)
  })
})
