// The same drafts on every kind of EHR: where they end, how often, and in which words.
import { describe, expect, test } from 'vitest'
import { describeOutcome } from '#app/features/draft/draft-words.ts'
import { EHR_KINDS, type EhrKind } from '#sandbox/personalities/ehr-kind.ts'
import { aDiagnosis, aDraftClaim, aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { ENCOUNTER, openInProcessEhr, PATIENT } from './in-process-ehr.ts'

const parties = { patientId: PATIENT, encounterId: ENCOUNTER }
const first = aDraftClaim({ ...parties, lines: [aLine(), aLine('20610')] })
const second = aDraftClaim({ ...parties, diagnoses: [aDiagnosis('M17.12')], lines: [aLine(), aLine('20610')] })

type Expected = {
  readonly filed: string
  readonly title: RegExp
  readonly types: readonly string[]
  readonly changed: string
  readonly status: string | undefined
}

const asClaim: Expected = {
  filed: 'filed',
  title: /Saved in the EHR as a draft claim/,
  types: ['Claim'],
  changed: 'updated',
  status: 'cancelled',
}
const inQueue: Expected = {
  filed: 'queued',
  title: /Kept in Postil’s list: the EHR does not take drafts/,
  types: [],
  changed: 'queued',
  status: undefined,
}
const EXPECTED: Readonly<Record<Exclude<EhrKind, 'flaky'>, Expected>> = {
  native: asClaim,
  hapi: asClaim,
  slow: asClaim,
  charges: {
    ...asClaim,
    title: /Saved in the EHR as planned charges/,
    types: ['ChargeItem', 'ChargeItem'],
    status: 'aborted',
  },
  epic: inQueue,
  oracle: inQueue,
}
const STEADY = EHR_KINDS.filter((kind) => kind !== 'flaky')

describe.each(STEADY)('%s', (kind) => {
  const { filed, title, types, changed, status } = EXPECTED[kind]

  test('files, does not file again, brings up to date, withdraws, in the right words', async () => {
    const ehr = openInProcessEhr(kind)
    const { fileDraft, withdrawDraft, ledger } = ehr.openTab()
    const outcome = await fileDraft(first, ledger)
    expect([outcome.kind, ehr.listDrafts().map(({ resourceType }) => resourceType)]).toEqual([filed, types])
    expect(describeOutcome(outcome).title).toMatch(title)
    expect((await fileDraft(first, ledger)).kind).toBe(filed === 'filed' ? 'already-filed' : 'queued')
    expect((await fileDraft(second, ledger)).kind).toBe(changed)
    expect(ehr.listDrafts()).toHaveLength(types.length)
    expect((await withdrawDraft(second, ledger)).kind).toBe('withdrawn')
    expect(ehr.listDrafts().map((draft) => draft.status)).toEqual(types.map(() => status))
    expect((await fileDraft(second, ledger)).kind).toBe(changed)
  })

  test('keeps what the draft said, whatever became of it', async () => {
    const ehr = openInProcessEhr(kind)
    const { fileDraft, ledger } = ehr.openTab()
    await fileDraft(first, ledger)
    const [row] = await ledger.list()
    expect((await ledger.read(row?.key ?? ''))?.content).toEqual({ draft: first, purpose: 'file' })
  })

  test('is asked to write nothing that it does not offer', async () => {
    const ehr = openInProcessEhr(kind)
    const { fileDraft, ledger } = ehr.openTab()
    await fileDraft(first, ledger)
    const writes = ehr.seen.filter((request) => !request.startsWith('GET'))
    if (types.length === 0) expect(writes).toEqual([])
    else expect(writes.length).toBeGreaterThan(0)
    expect(ehr.seen.join()).not.toContain('$create')
  })
})

test('an Epic-like EHR that is registered as any other: its one listed type is refused, and the draft is kept', async () => {
  const ehr = openInProcessEhr('epic', { tenant: { vendor: 'other' } })
  const { fileDraft, ledger } = ehr.openTab()
  expect(await fileDraft(first, ledger)).toMatchObject({
    kind: 'queued',
    reason: expect.stringContaining('Task: the EHR refused it'),
  })
  expect(ehr.seen.filter((request) => request.startsWith('POST'))).toEqual(['POST /Task'])
})

test('a draft that a person marked as entered in error stays so, also when it is withdrawn afterwards', async () => {
  const ehr = openInProcessEhr('native')
  const { fileDraft, resolveDifference, withdrawDraft, ledger } = ehr.openTab()
  await fileDraft(first, ledger)
  await ehr.edit(`Claim/${ehr.listDrafts()[0]?.id}`, (claim) =>
    claim.resourceType === 'Claim' ? { ...claim, status: 'entered-in-error' } : claim,
  )
  const outcome = await fileDraft(second, ledger)
  const seen = outcome.kind === 'changed-by-person' ? (outcome.difference?.seen ?? '') : ''
  expect((await resolveDifference(second, { seen, ours: new Set() }, ledger)).kind).toBe('theirs-kept')
  expect((await withdrawDraft(second, ledger)).kind).toBe('withdrawn')
  expect(ehr.listDrafts().map(({ status }) => status)).toEqual(['entered-in-error'])
})

test('flaky: whatever each click is told, one draft stands in the end', async () => {
  const ehr = openInProcessEhr('flaky')
  const kinds: string[] = []
  for (let click = 0; click < 12; click++) {
    const { fileDraft, ledger } = ehr.openTab()
    kinds.push((await fileDraft(click % 2 === 0 ? first : second, ledger)).kind)
    ehr.passTime(130_000)
  }
  const identifiers = ehr.listDrafts().map(({ identifier }) => identifier?.[0]?.value)
  expect(new Set(identifiers).size).toBe(identifiers.length)
  expect(new Set(ehr.listDrafts().map(({ resourceType }) => resourceType)).size).toBe(1)
  expect(new Set(kinds).size).toBeGreaterThan(1)
})
