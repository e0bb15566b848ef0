import { describe, expect, test } from 'vitest'
import type { ConnectResult } from '#app/ehr/connect.ts'
import { EhrError } from '#app/ehr/errors.ts'
import { joinBundles } from '#app/ehr/filing/export-draft.ts'
import type { PatientBanner } from '#app/ehr/session-types.ts'
import { MOST_DRAFTS, readFiledDrafts } from '#app/read-filed-drafts.ts'
import type { WriteRecord, WriteRow } from '#coding/contract/write.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import { aDraftClaim } from '../fixtures/fhir/draft-claim.ts'

const picked = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    patientId: parsePatientId(`p-${index}`),
    encounterId: parseEncounterId(`e-${index}`),
  }))

const aRow = (key: string, state: WriteRow['state'] = 'written'): WriteRow => ({
  key,
  target: 'Claim',
  state,
  payloadSha256: 'a'.repeat(64),
  issueCodes: [],
  provenance: 'written',
  actor: 'coder',
  at: '2026-03-02T10:00:00Z',
})

const content = (purpose: 'file' | 'withdraw') => ({ draft: aDraftClaim(), purpose })

type Site = {
  readonly records?: readonly WriteRecord[]
  /** What the EHR does not show this person. */
  readonly hidden?: string
  /** Whom the EHR names; undefined where it names nobody. */
  readonly names?: (encounterId: string) => PatientBanner | undefined
}

async function readAll(count: number, { records = [], hidden, names }: Site) {
  const asked: string[] = []
  const opened: string[] = []
  const progress: number[] = []
  const result = await readFiledDrafts(
    {
      person: {
        openEncounter: async ({ encounterId }) => {
          opened.push(encounterId)
          const refused = { kind: 'failed', code: 'not-found', message: '' } as const
          const readBanner = async () => {
            asked.push(encounterId)
            const banner = names?.(encounterId)
            if (!banner) throw new EhrError('wrong-patient')
            return banner
          }
          const connection = { exportDraft: async () => '{}', readBanner }
          return (encounterId === hidden ? refused : { kind: 'connected', connection }) as ConnectResult
        },
      },
      openSession: async () => ({
        ledger: {
          list: async () => records.map(({ row }) => row),
          read: async (key: string) => records.find(({ row }) => row.key === key),
        } as never,
      }),
      onRead: (done) => progress.push(done),
      namesPatient: names !== undefined,
    },
    picked(count),
  )
  return { ...result, opened, progress, asked }
}

describe('the filed drafts of several encounters', () => {
  test('are those that stand in the EHR, and progress is told', async () => {
    const { drafts, missing, progress } = await readAll(2, { records: [{ row: aRow('k'), content: content('file') }] })
    expect(drafts).toHaveLength(2)
    expect(missing).toEqual([])
    expect(progress).toEqual([1, 2])
  })

  test.each<[string, readonly WriteRecord[]]>([
    ['nothing was filed', []],
    ['it was withdrawn', [{ row: aRow('k'), content: content('withdraw') }]],
    ['its outcome is unknown', [{ row: aRow('k', 'unknown'), content: content('file') }]],
    ['a question was sent, and no draft', [{ row: aRow('k') }]],
  ])('leave an encounter out, by name, where %s', async (_, records) => {
    const { drafts, missing } = await readAll(1, { records })
    expect(drafts).toEqual([])
    expect(missing.map(({ encounterId }) => encounterId)).toEqual(['e-0'])
  })

  test('leave out what the EHR does not show, and go on', async () => {
    const site = { records: [{ row: aRow('k'), content: content('file') }], hidden: 'e-0' }
    const { drafts, missing } = await readAll(2, site)
    expect(drafts).toHaveLength(1)
    expect(missing.map(({ encounterId }) => encounterId)).toEqual(['e-0'])
  })

  test('name their patient, read for each, where that is wanted; one without stays off the paper', async () => {
    const records = [{ row: aRow('k'), content: content('file') }]
    const unnamed = await readAll(2, { records })
    expect([unnamed.asked, unnamed.drafts.map(({ patient }) => patient)]).toEqual([[], [undefined, undefined]])
    const names = (id: string) => (id === 'e-1' ? undefined : { name: `Patient of ${id}`, sex: 'female' })
    const { drafts, missing, asked } = await readAll(3, { records, names })
    expect(asked).toEqual(['e-0', 'e-1', 'e-2'])
    expect(drafts.map(({ patient }) => patient?.name)).toEqual(['Patient of e-0', 'Patient of e-2'])
    expect(missing.map(({ encounterId }) => encounterId)).toEqual(['e-1'])
  })

  test('are fifty at most', async () => {
    expect((await readAll(MOST_DRAFTS + 1, {})).opened).toHaveLength(MOST_DRAFTS)
  })
})

test('bundles of several drafts stand as transactions in one collection', () => {
  const one = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: [] })
  expect(JSON.parse(joinBundles([one, one]))).toEqual({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [{ resource: JSON.parse(one) }, { resource: JSON.parse(one) }],
  })
})
