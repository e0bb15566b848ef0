// Drafts laid out for a coder: when, by which draw, what is on record, and that nothing of it is ever filed by itself.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { decidePreparation } from '#coding/domain/preparation.ts'
import { createDraftPreparer, drawFor, type PreparedDraft } from '#proxy/auto-draft.ts'
import { recordBatch } from '#proxy/store/batch-results.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { parseTenants } from '#proxy/tenants.ts'
import {
  aKneeCode,
  aPrompt,
  aRecord,
  createTestProxy,
  ISSUER,
  send,
  signIdToken,
  signIn,
  smartRow,
} from './proxy-fixture.ts'
import { openPglite, type TestDatabase } from './test-database.ts'

const settings = { threshold: 0.9, visitTypes: ['Office visit'], reviewShare: 0.1 }
const [note] = aRecord().notes
const signed: EncounterRecord['notes'] = note ? [{ ...note, status: 'signed' }] : []
const visit = { types: ['office visit'], providers: [] }
const record = aRecord({ notes: signed, visit })
const code = aKneeCode()
const codeWith = (changes: object): Finding => ({ ...code, ...changes }) as Finding
const check = (severity: string): Finding =>
  ({ kind: 'check', severity, fingerprint: 'f', rule: 'r', evidence: [] }) as unknown as Finding
const decide = (changes: Partial<Parameters<typeof decidePreparation>[0]> = {}) => {
  const preparation = decidePreparation({ record, findings: [code], settings, draw: 0.5, ...changes })
  return preparation.kind === 'none' ? preparation.because : preparation.kind
}

describe('a draft is laid out', () => {
  test.each<[string, string, Parameters<typeof decide>[0]]>([
    ['when every code is sure enough', 'review', {}],
    ['at the threshold itself', 'review', { findings: [codeWith({ confidence: 0.9 })] }],
    ['not just below it', 'not-sure', { findings: [code, codeWith({ confidence: 0.899 })] }],
    [
      'not for another type of visit',
      'visit-type',
      { record: aRecord({ notes: signed, visit: { ...visit, types: ['ED'] } }) },
    ],
    ['not where the visit is not known', 'visit-type', { record: aRecord({ notes: signed }) }],
    ['not before the note is signed', 'not-signed', { record: aRecord({ visit }) }],
    ['not while a question is open', 'open-question', { findings: [code, aPrompt()] }],
    ['not over a warning', 'unresolved-check', { findings: [code, check('warning')] }],
    ['over what only informs', 'review', { findings: [code, check('information')] }],
    ['not where a code should go', 'code-to-remove', { findings: [code, codeWith({ direction: 'remove' })] }],
    ['not of nothing', 'no-code', { findings: [] }],
    ['not where it was drawn for full review', 'full-review', { draw: 0.0999 }],
    ['just above the share', 'review', { draw: 0.1 }],
  ])('%s', (_name, outcome, changes) => {
    expect(decide(changes)).toBe(outcome)
  })
})

describe('the draw', () => {
  test('is the same for the same visit, and another with another seed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (seed, encounter) => {
        const draw = drawFor(seed, encounter)
        expect(draw).toBe(drawFor(seed, encounter))
        expect(draw >= 0 && draw < 1).toBe(true)
      }),
    )
    expect(drawFor('one', 'e')).not.toBe(drawFor('two', 'e'))
  })

  test('takes its share: of 20,000 visits within four standard errors of a tenth', () => {
    const drawn = Array.from({ length: 20_000 }, (_, index) => drawFor('seed-of-the-site', `e${index}`))
    const share = drawn.filter((draw) => draw < 0.1).length / drawn.length
    expect(Math.abs(share - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / drawn.length))
  })
})

test('a site with the mode and without its settings is refused at the start', () => {
  const modes = { mode: 'assisted', lines: [{ mode: 'auto-draft' }] }
  expect(() => parseTenants({ tenants: [{ ...smartRow, modes }] }, 'sandbox')).toThrow(/autoDraft/)
})

describe('a coder', () => {
  const modes = { mode: 'assisted', lines: [{ serviceLine: 'Family', mode: 'auto-draft' }] }
  const autoDraft = { ...settings, seed: 'seed-of-the-site' }
  const inLine = { serviceLine: 'Family', types: ['Office visit'], providers: [] }
  let database: TestDatabase
  beforeAll(async () => {
    database = await openPglite()
  })
  afterAll(() => database.close())

  async function open(key: string, prepared: PreparedDraft | undefined, changes: object = {}) {
    const row = { ...smartRow, key, modes, autoDraft, ...changes }
    const proxy = createTestProxy(database.db, { rows: [row] })
    const [tenant] = proxy.parts.tenants.all
    if (!tenant) throw new TypeError('There is no tenant.')
    const encounterRef = proxy.parts.references.ofEncounter(tenant.key, record.encounterId)
    const entry = {
      at: '2026-03-02T09:00:00Z',
      requestId: 'r',
      action: 'batch.analysis',
      item: key,
      input: 'x',
      codeSet: 'c',
      findings: 1,
    } as const
    const result = { codeSet: 'c', findings: [], ...(prepared && { prepared }) }
    await recordBatch(proxy.parts, tenant.key, [
      { itemRef: key, encounterRef, at: new Date('2026-03-02T09:00:00Z'), entry, result },
    ])
    const session = await signIn(proxy, {
      idToken: signIdToken({ claims: { fhirUser: `${ISSUER}/Practitioner/coder-1` } }),
    })
    const body = { record: { ...record, tenant: tenant.key, visit: inLine } }
    await (await send(proxy, { path: '/v1/analyses', body }, session)).text()
    const work = await (await send(proxy, { method: 'GET', path: '/v1/work' }, session)).json()
    const written = await inTenant(database.db, tenant.key, async (transaction) => [
      ...(await transaction.selectFrom('decision').selectAll().execute()),
      ...(await transaction.selectFrom('write').selectAll().execute()),
      ...(await transaction.selectFrom('work_draft').selectAll().execute()),
    ])
    return { work: work as { readonly prepared?: object }, written }
  }

  test('finds what was laid out, with its mark; nothing was decided, kept or written by it', async () => {
    const { work, written } = await open('marked', { mark: 'review', fingerprints: [code.fingerprint], draw: 0.5 })
    expect(work.prepared).toEqual({ mark: 'review', fingerprints: [code.fingerprint] })
    expect(written).toEqual([])
  })

  test('finds that a visit was drawn, and no code', async () => {
    const { work } = await open('drawn', { mark: 'full-review', fingerprints: [], draw: 0.01 })
    expect(work.prepared).toEqual({ mark: 'full-review', fingerprints: [] })
  })

  test('finds nothing once the site has left the mode, and where nothing was laid out', async () => {
    const prepared = { mark: 'review', fingerprints: [code.fingerprint], draw: 0.5 } as const
    expect((await open('left', prepared, { modes: { mode: 'assisted', lines: [] } })).work.prepared).toBeUndefined()
    expect((await open('never', undefined)).work.prepared).toBeUndefined()
  })

  test('of another mode is never prepared for', () => {
    const [tenant] = parseTenants({ tenants: [{ ...smartRow, modes, autoDraft }] }, 'sandbox')
    const prepare = tenant && createDraftPreparer(tenant)
    const other = aRecord({ notes: signed, visit: { ...inLine, serviceLine: 'Oncology' } })
    expect(prepare?.('e', other, [code])).toBeUndefined()
    const here = prepare?.('e', aRecord({ notes: signed, visit: inLine }), [code])
    expect(here).toMatchObject({ draft: { draw: drawFor(autoDraft.seed, 'e') } })
  })
})
