// Drafts laid out for a coder: when, by which draw, what is on record, and that nothing of it is ever filed by itself.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { decidePreparation } from '#coding/domain/preparation.ts'
import { createDraftPreparer, drawFor, type PreparedDraft } from '#proxy/auto-draft.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import type { Found } from '#proxy/found-so-far.ts'
import { condenseFinding, recordBatch } from '#proxy/store/batch-results.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { changeSecondCoding, insertSecondCodings } from '#proxy/store/second-codings.ts'
import { describeMaker } from '#proxy/suggested-coding.ts'
import { parseTenants } from '#proxy/tenants.ts'
import {
  aKneeCode,
  aPrompt,
  aRecord,
  createTestProxy,
  ISSUER,
  KEYS,
  NOW,
  send,
  signIdToken,
  signIn,
  smartRow,
} from './proxy-fixture.ts'
import { aSecondCoding } from './queue-fixture.ts'
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
  const VISIT_FACTS = { types: ['office visit'], providers: [], date: parseDateOnly('2026-03-01') }
  const inLine = { serviceLine: 'Family', types: ['Office visit'], providers: [] }
  let database: TestDatabase
  beforeAll(async () => {
    database = await openPglite()
  })
  afterAll(() => database.close())

  const engine = describeMaker({ codeSet: 'embedded 2026' })
  const week = parseDateOnly('2026-02-23')

  /** @param audited what was read blind before, of which `by` and with which confidence. */
  async function open(key: string, prepared: PreparedDraft | undefined, changes: object = {}) {
    const row = { ...smartRow, key, modes, autoDraft, ...changes }
    await openAudited(key, 120, {}).then(({ insert }) => insert())
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
    const findings = [condenseFinding(codeWith({ confidence: 0.97 }))]
    const result = { codeSet: 'c', findings, visit: VISIT_FACTS, ...(prepared && { prepared }) }
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
    const { work, written } = await open('marked', {
      mark: 'review',
      fingerprints: [code.fingerprint],
      draw: 0.5,
      by: engine,
    })
    expect(work.prepared).toEqual({ mark: 'review', fingerprints: [code.fingerprint] })
    expect(written).toEqual([])
  })

  test('finds that a visit was drawn, and no code', async () => {
    const { work } = await open('drawn', { mark: 'full-review', fingerprints: [], draw: 0.01 })
    expect(work.prepared).toEqual({ mark: 'full-review', fingerprints: [] })
  })

  test('finds nothing once the site has left the mode, and where nothing was laid out', async () => {
    const prepared = { mark: 'review', fingerprints: [code.fingerprint], draw: 0.5, by: engine } as const
    expect((await open('left', prepared, { modes: { mode: 'assisted', lines: [] } })).work.prepared).toBeUndefined()
    expect((await open('never', undefined)).work.prepared).toBeUndefined()
  })

  const WITHDRAWN = { mark: 'withdrawn', fingerprints: [] }
  test.each<[string, { by?: string | undefined }, object]>([
    ['another release of the code tables', { by: describeMaker({ codeSet: 'release 2027' }) }, {}],
    ['a model that nobody has audited', { by: describeMaker({ codeSet: 'embedded 2026', model: 'a model' }) }, {}],
    ['the version before', { by: '0.0 abcdef12, embedded 2026' }, {}],
    ['nobody knows what', { by: undefined }, {}],
    ['a site that has become stricter', {}, { autoDraft: { ...autoDraft, threshold: 0.98 } }],
    ['a site that wants more than the audit proves', {}, { autoDraft: { ...autoDraft, target: 0.99 } }],
    ['a type of visit that is no longer listed', {}, { autoDraft: { ...autoDraft, visitTypes: ['Consultation'] } }],
  ])('is told that what was laid out by %s is not supported any more, and shown no code', async (name, by, changes) => {
    const prepared = { mark: 'review', fingerprints: [code.fingerprint], draw: 0.5, by: engine, ...by } as PreparedDraft
    const { work } = await open(`lost-${name.replaceAll(' ', '-')}`, prepared, changes)
    expect(work.prepared).toEqual(WITHDRAWN)
  })

  /** A site with so many visits whose suggested code was read blind, and agreed. */
  async function openAudited(
    key: string,
    visits: number,
    { by = engine, ...own }: { by?: string; threshold?: number },
  ) {
    const { threshold: _documented, ...others } = autoDraft
    const row = { ...smartRow, key, modes, autoDraft: { ...others, ...own } }
    const [tenant] = parseTenants({ tenants: [row] }, 'sandbox')
    if (!tenant) throw new TypeError('There is no tenant.')
    const cipher = createColumnCipher(KEYS.columnKeys)
    const person = { actor: 'second', at: new Date(NOW), cipher }
    const content = { ...aSecondCoding.content, engine: by, codes: [{ code: 'I10', confidence: 0.97 }] }
    const audited = (index: number) => ({ ...aSecondCoding, week, content, id: `case-${index}`, stratumSize: visits })
    const insert = () =>
      inTenant(database.db, tenant.key, async (transaction) => {
        const drawn = Array.from({ length: visits }, (_, index) => audited(index))
        const rows = drawn.map((one) => ({ ...one, tenant: tenant.key, encounterRef: `${key}-${one.id}` }))
        await insertSecondCodings(transaction, rows, person)
        for (const { id } of rows) {
          const change = { id, state: 'coded', secondCoder: 'second', codes: ['I10'] } as const
          await changeSecondCoding(transaction, { tenant: tenant.key, ...person }, change)
        }
      })
    let now = NOW
    const prepare = createDraftPreparer({ db: database.db, cipher, tenant, now: () => now })
    const decideAt = async (confidence: number, made: Omit<Found, 'findings'> = { codeSet: 'embedded 2026' }) => {
      const found = { findings: [codeWith({ confidence })], ...made }
      const prepared = await prepare('e', aRecord({ notes: signed, visit: inLine }), found)
      return prepared && ('draft' in prepared ? prepared.draft.mark : prepared.because)
    }
    return { insert, prepare, decideAt, pass: (ms: number) => (now += ms) }
  }

  test('finds no draft before the audit has proved that any confidence keeps what the site wants', async () => {
    const { insert, decideAt, pass } = await openAudited('not-yet', 120, {})
    expect(await decideAt(1)).toBe('not-calibrated')
    await insert()
    // What is audited while a run goes on counts within the hour.
    expect(await decideAt(1)).toBe('not-calibrated')
    pass(60 * 60_000)
    expect([await decideAt(0.95), await decideAt(0.949)]).toEqual(['review', 'not-sure'])
    pass(27 * 7 * 24 * 60 * 60_000)
    expect(await decideAt(1)).toBe('not-calibrated')
  })

  test('finds what is proved of the tables that answered, and nothing of others or of a model', async () => {
    const { insert, decideAt } = await openAudited('tables', 120, {})
    await insert()
    expect(await decideAt(0.97)).toBe('review')
    expect(await decideAt(1, { codeSet: 'release 2027' })).toBe('not-calibrated')
    expect(await decideAt(1, { codeSet: 'embedded 2026', model: 'a model' })).toBe('not-calibrated')
    const other = await openAudited('other-tables', 120, { by: describeMaker({ codeSet: 'release 2027' }) })
    await other.insert()
    expect(await other.decideAt(1)).toBe('not-calibrated')
    expect(await other.decideAt(0.97, { codeSet: 'release 2027' })).toBe('review')
  })

  type Audited = { visits?: number; by?: string; threshold?: number; made: readonly string[] }
  test.each<[string, Audited]>([
    ['with too few visits', { visits: 60, made: ['not-calibrated', 'not-calibrated'] }],
    ['of another version', { by: '0.1 abcdef12, embedded 2026', made: ['not-calibrated', 'not-calibrated'] }],
    ['above a looser number of the site', { threshold: 0.5, made: ['not-sure', 'review'] }],
    ['below a stricter number of the site', { threshold: 0.99, made: ['not-sure', 'not-sure'] }],
  ])('finds what an audit %s lets be laid out', async (name, { visits = 120, made, ...changes }) => {
    const { insert, decideAt } = await openAudited(name.replaceAll(' ', '-'), visits, changes)
    await insert()
    expect([await decideAt(0.94), await decideAt(0.97)]).toEqual(made)
  })

  test('of another mode is never prepared for', async () => {
    const { insert, prepare } = await openAudited('other-mode', 120, {})
    await insert()
    const other = aRecord({ notes: signed, visit: { ...inLine, serviceLine: 'Oncology' } })
    const found = { findings: [codeWith({ confidence: 0.97 })], codeSet: 'embedded 2026' }
    expect(await prepare('e', other, found)).toBeUndefined()
    const here = await prepare('e', aRecord({ notes: signed, visit: inLine }), found)
    expect(here).toMatchObject({ draft: { draw: drawFor(autoDraft.seed, 'e'), by: engine } })
  })
})
