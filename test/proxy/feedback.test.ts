// Feedback leaves the site only with its consent, masked, and without a hint at whose it was.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FeedbackAnswer, feedbackAnswer } from '#coding/contract/feedback.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { forgetFeedback } from '#proxy/feedback.ts'
import { chooseMask } from '#proxy/llm/choose-mask.ts'
import type { Mask } from '#proxy/llm/prepare-documents.ts'
import { MaskingError } from '#proxy/masking/errors.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import {
  aPrompt,
  aRecord,
  createTestProxy,
  fakeEngine,
  ISSUER,
  send,
  signIdToken,
  signIn,
  smartRow,
} from './proxy-fixture.ts'
import { openPglite, type TestDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

const QUOTE = 'Mrs. Quillfeather has knee osteoarthritis since 3/14/2025'
const TEXT = `Assessment: ${QUOTE}.`
const seeds = {
  persons: [{ role: 'patient', given: ['Odalys'], family: ['Quillfeather'] }],
  birthDate: '1959-07-13',
  identifiers: [],
  phones: [],
  emails: [],
  addresses: [],
  facilities: [],
}
const prompt: Finding = aPrompt('knee-osteoarthritis', QUOTE)

let sites = 0

async function openSite({
  feedback,
  mask = chooseMask(),
  ...given
}: {
  feedback?: string
  mask?: Mask
  maskSeeds?: object | undefined
}) {
  sites += 1
  const maskSeeds = 'maskSeeds' in given ? given.maskSeeds : seeds
  const tenant = parseTenantKey(`feedback-${sites}`)
  const engine = {
    ...fakeEngine,
    analyse: () => ({ findings: [prompt], state: { state: 'embedded', release: 'FY2026' } as const }),
  }
  const roles = { default: 'provider', byFhirUser: { 'Practitioner/admin-1': 'admin' } }
  const row = { ...smartRow, key: tenant, roles, ...(feedback !== undefined && { feedback }) }
  const proxy = createTestProxy(database.db, { rows: [row], engine, mask })
  const [note] = aRecord().notes
  const record = aRecord({ tenant, notes: note ? [{ ...note, text: TEXT }] : [] })
  const provider = await signIn(proxy)
  await (await send(proxy, { path: '/v1/analyses', body: { record, maskSeeds } }, provider)).text()
  const choice = { kind: 'answer-other', text: 'as Odalys Quillfeather told me' }
  const body = { fingerprint: prompt.fingerprint, findingKind: 'prompt', choice }
  expect((await send(proxy, { path: '/v1/decisions', body }, provider)).status).toBe(200)
  const admin = await signIn(proxy, {
    idToken: signIdToken({ claims: { fhirUser: `${ISSUER}/Practitioner/admin-1` } }),
  })
  const day = new Date(proxy.clock.now).toISOString().slice(0, 10)
  const response = await send(proxy, { method: 'GET', path: `/v1/reports/feedback?from=${day}&to=${day}` }, admin)
  const count = () =>
    inTenant(database.db, tenant, (transaction) => transaction.selectFrom('feedback_span').selectAll().execute())
  return { proxy, tenant, response, count }
}

const read = async (response: Response): Promise<FeedbackAnswer> => feedbackAnswer.parse(await response.json())

describe('the feedback export', () => {
  test('gives masked words and the decision, and no name, date, reference or typed word', async () => {
    const { response, tenant, count } = await openSite({ feedback: 'allowed' })
    expect(response.status).toBe(200)
    const { rows } = await read(response.clone())
    expect(rows).toMatchObject([
      { kind: 'prompt', about: 'knee-osteoarthritis', source: 'rule', choice: 'answer-other' },
    ])
    const [row] = rows
    expect(row?.spans[0]?.text).toContain('knee osteoarthritis')
    expect(await response.text()).not.toMatch(/Quillfeather|Odalys|3\/14\/2025|encounter|patient-1|told me/)
    // Encrypted at rest, and on record.
    expect(JSON.stringify(await count())).not.toMatch(/knee|Quillfeather/)
    const entries = await inTenant(database.db, tenant, (transaction) =>
      transaction.selectFrom('audit').select('entry').execute(),
    )
    const actions = entries.map(({ entry }): Record<string, unknown> => JSON.parse(entry))
    expect(actions.find(({ action }) => action === 'feedback.keep')).toMatchObject({ findings: 1 })
    expect(actions.find(({ action }) => action === 'feedback.export')).toMatchObject({ rows: 1, role: 'admin' })
  })

  test.each([['off'], [undefined]])('is refused, and nothing is kept, where consent is %s', async (feedback) => {
    const { response, count } = await openSite(feedback === undefined ? {} : { feedback })
    expect(response.status).toBe(409)
    expect(await response.text()).toContain('has not agreed')
    expect(await count()).toEqual([])
  })

  test('keeps nothing where nobody said whom the chart names', async () => {
    const { response, count } = await openSite({ feedback: 'allowed', maskSeeds: undefined })
    expect(await read(response)).toEqual({ rows: [] })
    expect(await count()).toHaveLength(0)
  })

  test('keeps nothing where the mask fails, and says so without a word of the note', async () => {
    const mask: Mask = () => {
      throw new MaskingError('residue')
    }
    const { response, count, proxy } = await openSite({ feedback: 'allowed', mask })
    expect(await read(response)).toEqual({ rows: [] })
    expect(await count()).toEqual([])
    expect(proxy.logged.join('')).toContain('feedback not kept')
    expect(proxy.logged.join('')).not.toMatch(/Quillfeather|knee/)
  })

  test('forgets what was kept once the site does not agree any more', async () => {
    const { tenant, count, proxy } = await openSite({ feedback: 'allowed' })
    expect(await count()).toHaveLength(1)
    await forgetFeedback(database.db, tenant, new Date(proxy.clock.now))
    expect(await count()).toEqual([])
  })
})
