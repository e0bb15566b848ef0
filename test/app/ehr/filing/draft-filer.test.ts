// Every answer that an EHR can give to a draft, and what becomes of it in the ledger and on the screen.
import { readFileSync } from 'node:fs'
import type { Meta } from '@medplum/fhirtypes'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectOpenServer } from '#app/ehr/connect.ts'
import type { EhrConnection, FilingOutcome, WriteLedger } from '#app/ehr/session-types.ts'
import { SOFTWARE } from '#app/ehr/software.ts'
import type { TenantConfiguration } from '#coding/contract/tenant.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import { hasAiLabel } from '#fhir-mappers/ai-label.ts'
import { aDiagnosis, aDraftClaim, aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { openFakeBrowser } from '../support/fake-browser.ts'
import { buildTenant, type SignedIn, signIn } from '../support/launch-from-smart-server.ts'
import { createMemoryLedger } from '../support/memory-ledger.ts'
import {
  type Answer,
  aBundle,
  type SeenRequest,
  type SmartServer,
  startSmartServer,
  TOKEN_RESPONSE,
} from '../support/smart-server.ts'
import { openInProcessEhr } from './in-process-ehr.ts'

let server: SmartServer
let ledger: WriteLedger

beforeEach(async () => {
  server = await startSmartServer()
  ledger = createMemoryLedger()
  server.routes['GET /fhir/metadata'] = { body: capabilities({ Claim: [], ChargeItem: [], Task: [] }) }
})
afterEach(() => server.stop())

type Ability = 'conditionalCreate' | 'versioned' | 'no-search'

function capabilities(types: Readonly<Record<string, readonly Ability[]>>, interactions: readonly string[] = []) {
  return {
    resourceType: 'CapabilityStatement',
    rest: [
      {
        mode: 'server',
        interaction: interactions.map((code) => ({ code })),
        resource: Object.entries(types).map(([type, abilities]) => ({
          type,
          interaction: [{ code: 'create' }, { code: 'read' }, { code: 'update' }, { code: 'search-type' }],
          conditionalCreate: abilities.includes('conditionalCreate'),
          versioning: abilities.includes('versioned') ? 'versioned' : 'no-version',
          searchParam: abilities.includes('no-search') ? [] : [{ name: 'identifier' }],
        })),
      },
    ],
  }
}

function aDraft(changes: Partial<DraftClaim> = {}): DraftClaim {
  return aDraftClaim({ patientId: parsePatientId('p1'), encounterId: parseEncounterId('e1'), ...changes })
}

/** A server that keeps one resource of a type, with a version or without. */
function keep(type: string, { isVersioned = true } = {}) {
  const kept: { resource: Record<string, unknown> | undefined; version: number } = { resource: undefined, version: 0 }
  const store = ({ body }: SeenRequest): Answer => {
    kept.version++
    kept.resource = { ...JSON.parse(body), id: 'x1', meta: { ...JSON.parse(body).meta } }
    return answer(201)
  }
  const answer = (status: number): Answer => ({
    status,
    headers: { location: `${server.base}/${type}/x1/_history/${kept.version}` },
    body: {
      ...kept.resource,
      meta: { ...(kept.resource?.['meta'] as object), ...(isVersioned && { versionId: `v${kept.version}` }) },
    },
  })
  server.routes[`POST /fhir/${type}`] = store
  server.routes[`PUT /fhir/${type}/x1`] = (request) =>
    isVersioned && request.headers['if-match'] !== `W/"v${kept.version}"`
      ? { status: 412 }
      : { ...store(request), status: 200 }
  server.routes[`GET /fhir/${type}/x1`] = () => answer(200)
  server.routes[`GET /fhir/${type}`] = () => ({ body: aBundle(kept.resource ? [answer(200).body] : []) })
  return kept
}

async function file(draft: DraftClaim = aDraft(), setup: { tenant?: Partial<TenantConfiguration> } = {}) {
  const signedIn = await signIn(server, setup)
  return { ...signedIn, outcome: await signedIn.connection.fileDraft(draft, ledger) }
}

const writes = () => server.seen.filter(({ method, path }) => method !== 'GET' && path.startsWith('/fhir'))
const states = async () => (await ledger.list()).map(({ state }) => state)

test('each day of a stay is a draft of its own, and one that was filed before they were keeps its place', async () => {
  server.routes['GET /fhir/metadata'] = { body: capabilities({ Claim: ['versioned'] }) }
  const kept = keep('Claim')
  const second = aDraft({ dateOfService: parseDateOnly('2026-11-03') })
  const { connection } = await file(second)
  const third = parseDateOnly('2026-11-04')
  const early = await connection.findDraftKey({ ...second, ofStayDay: true }, ledger)
  const other = await connection.findDraftKey({ ...second, dateOfService: third, ofStayDay: true }, ledger)
  expect(early).toBe(await connection.findDraftKey(second, ledger))
  expect(other).not.toBe(early)
  expect(await connection.fileDraft({ ...second, ofStayDay: true }, ledger)).toMatchObject({ kind: 'already-filed' })
  expect(kept.version).toBe(1)
  expect(await connection.fileDraft({ ...second, dateOfService: third, ofStayDay: true }, ledger)).toMatchObject({
    kind: 'filed',
  })
  expect((await ledger.list()).map(({ key }) => key)).toEqual([early, other])
})

test('a draft that a coder has is not sent, and the person is told', async () => {
  server.routes['GET /fhir/metadata'] = { body: capabilities({ Claim: ['versioned'] }) }
  keep('Claim')
  const { connection } = await signIn(server)
  const refused = { ...ledger, begin: async () => ({ outcome: 'refused', reason: 'A coder has it.' }) as const }
  expect(await connection.fileDraft(aDraft(), refused)).toEqual({ kind: 'refused', reason: 'A coder has it.' })
  expect(writes()).toEqual([])
  const away = { ...ledger, begin: async () => Promise.reject(new TypeError('away')) }
  expect(await connection.fileDraft(aDraft(), away)).toMatchObject({ kind: 'rejected' })
  expect(writes()).toEqual([])
})

test('a draft that was signed off loses the label of software, in a new version with a verifier', async () => {
  server.routes['GET /fhir/metadata'] = { body: capabilities({ Claim: ['versioned'], Provenance: [] }) }
  const kept = keep('Claim')
  server.routes['POST /fhir/Provenance'] = { status: 201 }
  const { connection } = await file()
  const labels = () => hasAiLabel((kept.resource?.['meta'] as Meta | undefined)?.security)
  expect(labels()).toBe(true)
  expect(await connection.signOffDraft(aDraft(), ledger)).toMatchObject({ kind: 'updated' })
  expect(labels()).toBe(false)
  expect(kept.version).toBe(2)
  expect(JSON.parse(writes().at(-1)?.body ?? '')).toMatchObject({
    resourceType: 'Provenance',
    activity: { coding: [{ code: 'UPDATE' }] },
    agent: [{}, { type: { coding: [{ code: 'verifier' }] } }],
  })
})

test('a draft on Postil’s own list is signed off there', async () => {
  server.routes['GET /fhir/metadata'] = { body: capabilities({}) }
  const { connection, outcome } = await file()
  expect(outcome).toMatchObject({ kind: 'queued' })
  expect(await connection.signOffDraft(aDraft({ totalMinutes: 47 }), ledger)).toMatchObject({ kind: 'rejected' })
  expect(await connection.signOffDraft(aDraft(), ledger)).toMatchObject({ kind: 'queued' })
  const [row] = await ledger.list()
  expect((await ledger.read(row?.key ?? ''))?.content?.draft.signedOff).toBe(true)
  expect(writes()).toEqual([])
})

test.each<[string, (connection: EhrConnection) => Promise<unknown>, string]>([
  ['nothing that was never filed', async () => undefined, 'Nothing of this draft stands in the EHR'],
  ['nothing that was taken back', (connection) => connection.withdrawDraft(aDraft(), ledger), 'Nothing of this draft'],
])('signs off %s', async (_name, prepare, words) => {
  server.routes['GET /fhir/metadata'] = { body: capabilities({ Claim: ['versioned'], Provenance: [] }) }
  keep('Claim')
  server.routes['POST /fhir/Provenance'] = { status: 201 }
  const { connection } = await signIn(server, {})
  if (words.endsWith('draft')) await connection.fileDraft(aDraft(), ledger)
  await prepare(connection)
  const before = writes().length
  expect(await connection.signOffDraft(aDraft(), ledger)).toMatchObject({
    kind: 'rejected',
    reason: expect.stringContaining(words),
  })
  expect(writes()).toHaveLength(before)
})

test('a draft that has changed here since it was filed is not signed off', async () => {
  server.routes['GET /fhir/metadata'] = { body: capabilities({ Claim: ['versioned'], Provenance: [] }) }
  keep('Claim')
  server.routes['POST /fhir/Provenance'] = { status: 201 }
  const { connection } = await file()
  const changed = aDraft({ totalMinutes: 47 })
  expect(await connection.signOffDraft(changed, ledger)).toMatchObject({
    kind: 'rejected',
    reason: 'The draft has changed here since it was filed. File it, then release it.',
  })
})

test('what should never have been filed is entered in error, for good', async () => {
  server.routes['GET /fhir/metadata'] = { body: capabilities({ Claim: ['versioned'], Provenance: [] }) }
  const kept = keep('Claim')
  server.routes['POST /fhir/Provenance'] = { status: 201 }
  const { connection } = await file()
  const taken = { kind: 'withdrawn', target: 'Claim', isError: true }
  expect(await connection.withdrawDraft(aDraft(), ledger, true)).toEqual(taken)
  expect(kept.resource?.['status']).toBe('entered-in-error')
  expect(await connection.withdrawDraft(aDraft(), ledger, true)).toEqual(taken)
  expect(kept.version).toBe(2)
})

test('after a draft that was entered in error, the right one of the same visit is a draft of its own', async () => {
  const ehr = openInProcessEhr('native')
  const { ledger: own, ...tab } = ehr.openTab()
  const wrong = aDraft({ diagnoses: [aDiagnosis('M17.12')] })
  await tab.fileDraft(wrong, own)
  await tab.withdrawDraft(wrong, own, true)
  expect(await tab.fileDraft(aDraft(), own)).toMatchObject({ kind: 'filed' })
  expect(await tab.fileDraft(aDraft(), own)).toMatchObject({ kind: 'already-filed' })
  expect(await tab.fileDraft(aDraft({ totalMinutes: 47 }), own)).toMatchObject({ kind: 'updated' })
  const claims = ehr.listDrafts()
  expect(claims.map(({ status }) => status)).toEqual(['entered-in-error', 'draft'])
  // Nothing follows on what should never have been there.
  expect(claims[1]).not.toHaveProperty('related')
  expect(await tab.withdrawDraft(aDraft(), own)).toMatchObject({ kind: 'withdrawn', isError: false })
  expect(ehr.listDrafts().map(({ status }) => status)).toEqual(['entered-in-error', 'cancelled'])
})

describe('where a draft goes', () => {
  test('one by one where the server has no transaction: Device, Claim, Provenance', async () => {
    server.routes['GET /fhir/metadata'] = {
      body: capabilities({ Claim: ['conditionalCreate'], Device: ['conditionalCreate'], Provenance: [] }),
    }
    keep('Claim')
    server.routes['POST /fhir/Device'] = { status: 200, headers: { location: 'Device/d1' } }
    server.routes['POST /fhir/Provenance'] = { status: 201 }
    const { outcome } = await file()
    expect(outcome).toEqual({ kind: 'filed', target: 'Claim', ids: ['Claim/x1'] })
    expect(writes().map(({ path }) => path)).toEqual(['/fhir/Claim', '/fhir/Device', '/fhir/Provenance'])
    expect(writes().map(({ headers }) => headers['if-none-exist'] !== undefined)).toEqual([true, true, false])
    expect(JSON.parse(writes()[2]?.body ?? '')).toMatchObject({
      target: [{ reference: 'Claim/x1' }],
      agent: [{ who: { reference: 'Device/d1' } }, {}],
    })
    expect(await ledger.list()).toMatchObject([
      { state: 'written', remoteId: 'Claim/x1', provenance: 'written', remoteSha256: expect.any(String) },
    ])
  })

  test('a Task where neither Claims nor ChargeItems are taken', async () => {
    server.routes['GET /fhir/metadata'] = { body: capabilities({ Task: [] }) }
    keep('Task')
    expect((await file()).outcome).toMatchObject({ kind: 'filed', target: 'Task' })
  })

  test.each([
    ['the tenant has not opted in', { writeTargets: ['queue' as const] }, 'your site has not turned it on'],
    ['the vendor takes no drafts', { vendor: 'epic' as const }, 'this EHR does not take drafts'],
  ])('the queue where %s', async (_case, tenant, words) => {
    const { outcome } = await file(aDraft(), { tenant })
    expect(outcome).toMatchObject({ kind: 'queued', reason: expect.stringContaining(words) })
    expect(writes()).toEqual([])
    expect(await ledger.list()).toMatchObject([{ target: 'queue', state: 'written' }])
  })

  test('the queue where the grant has no write, and where the server does not say what it can do', async () => {
    server.routes['POST /token'] = { body: { ...TOKEN_RESPONSE, scope: 'patient/*.rs' } }
    expect((await file()).outcome).toMatchObject({ kind: 'queued', reason: expect.stringContaining('not granted') })
    server.routes['GET /fhir/metadata'] = { status: 500 }
    expect((await file()).outcome).toMatchObject({ kind: 'queued' })
    expect(writes()).toEqual([])
  })

  test.each([403, 404, 405])(
    'the next target after a %i, said in the same breath, and not tried twice',
    async (status) => {
      server.routes['POST /fhir/Claim'] = { status }
      keep('ChargeItem')
      const { connection, outcome } = await file()
      expect(outcome).toMatchObject({ kind: 'filed', target: 'ChargeItem' })
      expect(await connection.findWriteTarget()).toEqual({ target: 'ChargeItem', isPassingOver: true })
      await connection.fileDraft(aDraft(), ledger)
      expect(writes().map(({ path }) => path)).toEqual(['/fhir/Claim', '/fhir/ChargeItem'])
    },
  )

  test('what a colleague was refused is not tried, until somebody asks for it', async () => {
    keep('Claim')
    keep('ChargeItem')
    const { connection } = await signIn(server)
    connection.passOver(['Claim'])
    expect(await connection.fileDraft(aDraft(), ledger)).toMatchObject({ kind: 'filed', target: 'ChargeItem' })
    connection.tryAllTargets()
    expect(await connection.findWriteTarget()).toEqual({ target: 'Claim', isPassingOver: false })
  })

  test('the queue when every target refuses', async () => {
    for (const type of ['Claim', 'ChargeItem', 'Task']) server.routes[`POST /fhir/${type}`] = { status: 403 }
    const { outcome } = await file()
    expect(outcome).toMatchObject({ kind: 'queued', reason: expect.stringContaining('Claim: the EHR refused it') })
    expect(writes()).toHaveLength(3)
  })

  test('a 401 from an open server is a refusal, not an unknown', async () => {
    for (const type of ['Claim', 'ChargeItem', 'Task']) server.routes[`POST /fhir/${type}`] = { status: 401 }
    const tenant = buildTenant(server.base, { kind: 'open-server' })
    const choice = { tenant, patientId: parsePatientId('p1'), encounterId: parseEncounterId('e1') }
    const browser = openFakeBrowser({ url: 'https://sidebar.example/index.html' })
    const result = await connectOpenServer(choice, { browser })
    if (result.kind !== 'connected') throw new Error(result.kind)
    expect(await result.connection.fileDraft(aDraft(), ledger)).toMatchObject({ kind: 'queued' })
  })

  test('a refused transaction is tried as single requests before the target is given up', async () => {
    server.routes['GET /fhir/metadata'] = { body: capabilities({ Claim: [], Provenance: [] }, ['transaction']) }
    server.routes['POST /fhir'] = { status: 405 }
    keep('Claim')
    server.routes['POST /fhir/Provenance'] = { status: 201 }
    expect((await file()).outcome).toMatchObject({ kind: 'filed', target: 'Claim' })
    expect(writes().map(({ path }) => path)).toEqual(['/fhir', '/fhir/Claim', '/fhir/Provenance'])
  })

  test('a draft without lines is no ChargeItem', async () => {
    server.routes['GET /fhir/metadata'] = { body: capabilities({ ChargeItem: [] }) }
    expect((await file(aDraft({ lines: [] }))).outcome).toMatchObject({ kind: 'rejected' })
    expect(await ledger.list()).toEqual([])
  })
})

describe('what the EHR answers to a first filing', () => {
  const invalid = {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'required', details: { text: 'Claim.insurance is missing' } }],
  }

  test.each([400, 422])('%i: rejected with its issues, whose codes alone go to the ledger', async (status) => {
    server.routes['POST /fhir/Claim'] = { status, body: invalid }
    expect((await file()).outcome).toMatchObject({ kind: 'rejected', issues: ['Claim.insurance is missing'] })
    const rows = await ledger.list()
    expect(rows).toMatchObject([{ state: 'rejected', httpStatus: status, issueCodes: ['required'] }])
    expect(JSON.stringify(rows)).not.toContain('insurance')
  })

  test.each([409, 412])('%i: something with our identifier is there; nobody guesses', async (status) => {
    server.routes['POST /fhir/Claim'] = { status }
    expect((await file()).outcome).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('identifier') })
    expect(writes()).toHaveLength(1)
  })

  test('429: nothing was processed, so it is sent three times at most, and then the person may try again', async () => {
    server.routes['POST /fhir/Claim'] = { status: 429, headers: { 'retry-after': '1' } }
    expect((await file()).outcome).toMatchObject({ kind: 'rejected', issues: [expect.stringContaining('busy')] })
    expect([writes().length, await states()]).toEqual([3, ['rejected']])
  })

  test.each([500, 502, 503, 504])('%i: unknown, looked for, and never sent again', async (status) => {
    server.routes['POST /fhir/Claim'] = { status }
    server.routes['GET /fhir/Claim'] = { body: aBundle([]) }
    const { connection, outcome } = await file()
    expect(outcome).toMatchObject({ kind: 'unknown' })
    expect(await connection.fileDraft(aDraft(), ledger)).toMatchObject({ kind: 'unknown' })
    expect([writes().length, await states()]).toEqual([1, ['unknown']])
  })

  test('a server that cannot be asked for an identifier leaves it unknown', async () => {
    server.routes['GET /fhir/metadata'] = { body: capabilities({ Claim: ['no-search'] }) }
    server.routes['POST /fhir/Claim'] = { status: 500 }
    expect((await file()).outcome).toMatchObject({ kind: 'unknown' })
    expect(server.seen.some(({ method, path }) => method === 'GET' && path.startsWith('/fhir/Claim'))).toBe(false)
  })

  test('a 5xx that did arrive is found and counts as filed', async () => {
    const kept = keep('Claim')
    const store = server.routes['POST /fhir/Claim']
    server.routes['POST /fhir/Claim'] = (request) => {
      if (typeof store === 'function') store(request)
      return { status: 502 }
    }
    expect((await file()).outcome).toEqual({ kind: 'filed', target: 'Claim', ids: ['Claim/x1'] })
    expect([kept.version, await states()]).toEqual([1, ['written']])
  })

  test('200 to a conditional create: ours already, or somebody’s, told apart by content', async () => {
    server.routes['GET /fhir/metadata'] = { body: capabilities({ Claim: ['conditionalCreate'] }) }
    const kept = keep('Claim')
    await file()
    server.routes['POST /fhir/Claim'] = { status: 200, headers: { location: 'Claim/x1' } }
    ledger = createMemoryLedger()
    expect((await file()).outcome).toMatchObject({ kind: 'already-filed', ids: ['Claim/x1'] })
    kept.resource = { ...kept.resource, status: 'active' }
    ledger = createMemoryLedger()
    expect((await file()).outcome).toMatchObject({ kind: 'changed-by-person', ids: ['Claim/x1'] })
    expect(kept.version).toBe(1)
  })

  test('some lines written and one lost is not called a success', async () => {
    server.routes['GET /fhir/metadata'] = { body: capabilities({ ChargeItem: [] }) }
    let count = 0
    server.routes['POST /fhir/ChargeItem'] = () =>
      count++ === 0 ? { status: 201, headers: { location: 'ChargeItem/1' } } : { status: 422 }
    server.routes['GET /fhir/ChargeItem'] = { body: aBundle([]) }
    expect((await file(aDraft({ lines: [aLine(), aLine('20610')] }))).outcome).toMatchObject({ kind: 'unknown' })
  })

  test('a Provenance that fails is owed, and paid at the next click without touching the Claim', async () => {
    server.routes['GET /fhir/metadata'] = { body: capabilities({ Claim: [], Provenance: [] }) }
    const kept = keep('Claim')
    server.routes['POST /fhir/Provenance'] = { status: 500 }
    const { connection, outcome } = await file()
    expect(outcome).toMatchObject({ kind: 'filed' })
    expect(await ledger.list()).toMatchObject([{ state: 'written', provenance: 'pending' }])
    server.routes['POST /fhir/Provenance'] = { status: 201 }
    expect(await connection.fileDraft(aDraft(), ledger)).toMatchObject({ kind: 'already-filed' })
    expect(await ledger.list()).toMatchObject([{ provenance: 'written' }])
    expect(kept.version).toBe(1)
  })
})

describe('filing a changed draft', () => {
  const changed = () => aDraft({ diagnoses: [aDiagnosis('M17.12')] })

  async function fileTwice(between: () => void = () => {}): Promise<SignedIn & { readonly outcome: FilingOutcome }> {
    const { browser, connection } = await file()
    between()
    return { browser, connection, outcome: await connection.fileDraft(changed(), ledger) }
  }

  test('updates our own copy under the version that was read', async () => {
    const kept = keep('Claim')
    const { connection, outcome } = await fileTwice()
    expect(outcome).toEqual({ kind: 'updated', target: 'Claim', ids: ['Claim/x1'] })
    expect(JSON.stringify(kept.resource)).toContain('M17.12')
    expect(writes().at(-1)?.headers['if-match']).toBe('W/"v1"')
    expect(await connection.fileDraft(changed(), ledger)).toMatchObject({ kind: 'already-filed' })
  })

  test.each([
    ['its content', { priority: { text: 'stat' } }, { name: 'Priority', locked: undefined }],
    ['its status', { status: 'active' }, { name: 'Status', locked: expect.stringContaining('theirs now') }],
  ])('leaves a copy alone of which a person changed %s, and says what differs', async (_case, change, shown) => {
    const { name, locked } = shown
    const kept = keep('Claim')
    const { outcome } = await fileTwice(() => {
      kept.resource = { ...kept.resource, ...change }
      kept.version++
    })
    expect(outcome).toMatchObject({ kind: 'changed-by-person', target: 'Claim', ids: ['Claim/x1'] })
    expect(outcome).toMatchObject({
      difference: {
        locked,
        fields: [
          { name, by: 'person' },
          { name: 'Diagnosis 1', by: 'us', written: 'M17.11 principal', ours: 'M17.12 principal' },
        ],
      },
    })
    expect(writes()).toHaveLength(1)
    expect(await states()).toEqual(['rejected'])
  })

  test('leaves alone what a person removed', async () => {
    keep('Claim')
    const { outcome } = await fileTwice(() => {
      server.routes['GET /fhir/Claim/x1'] = { status: 410 }
    })
    expect(outcome).toMatchObject({ kind: 'changed-by-person' })
  })

  test('a person who is faster than our PUT wins', async () => {
    keep('Claim')
    const { outcome } = await fileTwice(() => {
      server.routes['PUT /fhir/Claim/x1'] = { status: 412 }
    })
    expect(outcome).toMatchObject({ kind: 'changed-by-person' })
  })

  describe('on a server without versions', () => {
    /** Each POST is a resource of its own. */
    function keepAll() {
      const kept: Record<string, unknown>[] = []
      server.routes['POST /fhir/Claim'] = ({ body }) => {
        const id = `x${kept.length + 1}`
        kept.push({ ...JSON.parse(body), id })
        server.routes[`GET /fhir/Claim/${id}`] = () => ({ body: kept[Number(id.slice(1)) - 1] })
        return { status: 201, headers: { location: `${server.base}/Claim/${id}` }, body: kept.at(-1) }
      }
      return kept
    }

    test('a changed draft is a new one that names the one before it, and nothing is overwritten', async () => {
      const kept = keepAll()
      const { connection, outcome } = await fileTwice()
      expect(outcome).toMatchObject({ kind: 'filed', ids: ['Claim/x2'], replaces: 'Claim/x1' })
      expect(writes().map(({ method }) => method)).toEqual(['POST', 'POST'])
      expect(kept[1]).toMatchObject({
        related: [{ claim: { reference: 'Claim/x1' }, relationship: { coding: [{ code: 'prior' }] } }],
      })
      const third = aDraft({ totalMinutes: 48 })
      expect(await connection.fileDraft(third, ledger)).toMatchObject({ ids: ['Claim/x3'], replaces: 'Claim/x2' })
      expect(await connection.fileDraft(third, ledger)).toMatchObject({ kind: 'already-filed', ids: ['Claim/x3'] })
      expect(kept).toHaveLength(3)
    })

    test('a copy that a person changed stays alone', async () => {
      const kept = keepAll()
      const { outcome } = await fileTwice(() => {
        kept[0] = { ...kept[0], priority: { text: 'a person’s' } }
      })
      expect(outcome).toMatchObject({ kind: 'changed-by-person' })
      expect(kept).toHaveLength(1)
    })

    test('a release makes no second draft', async () => {
      const kept = keepAll()
      const { connection } = await file()
      expect(await connection.signOffDraft(aDraft(), ledger)).toMatchObject({
        kind: 'rejected',
        reason: expect.stringContaining('does not overwrite'),
      })
      expect(kept).toHaveLength(1)
    })
  })

  test('a server that takes no updates keeps the first version, and its target', async () => {
    keep('Claim')
    const { connection, outcome } = await fileTwice(() => {
      server.routes['PUT /fhir/Claim/x1'] = { status: 405 }
    })
    expect(outcome).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('does not let Postil change') })
    expect((await connection.findWriteTarget()).target).toBe('Claim')
  })

  test('an update that gets no answer is unknown, and later found not to have arrived', async () => {
    keep('Claim')
    const { connection, outcome } = await fileTwice(() => {
      server.routes['PUT /fhir/Claim/x1'] = { status: 504 }
    })
    expect([outcome.kind, await states()]).toEqual(['unknown', ['unknown']])
    keepUpdates()
    expect(await connection.fileDraft(changed(), ledger)).toMatchObject({ kind: 'updated' })
  })

  function keepUpdates(): void {
    const post = server.routes['POST /fhir/Claim']
    server.routes['PUT /fhir/Claim/x1'] = (request) =>
      typeof post === 'function' ? { ...post(request), status: 200 } : {}
  }

  test('another number of ChargeItems is not guessed at', async () => {
    server.routes['GET /fhir/metadata'] = { body: capabilities({ ChargeItem: [] }) }
    keep('ChargeItem')
    const { connection } = await file()
    const more = aDraft({ lines: [aLine(), aLine('20610')] })
    expect(await connection.fileDraft(more, ledger)).toMatchObject({ kind: 'rejected' })
    expect(writes()).toHaveLength(1)
  })
})

describe('what stops a filing before it starts', () => {
  test.each([
    ['patient', { patientId: parsePatientId('p2') }],
    ['encounter', { encounterId: parseEncounterId('e2') }],
  ])('a draft of another %s', async (_case, change) => {
    expect((await file(aDraft(change))).outcome).toMatchObject({ kind: 'rejected' })
    expect([writes(), await ledger.list()]).toEqual([[], []])
  })

  test('a draft that contradicts itself: the part is named', async () => {
    const draft = aDraft({ diagnoses: [aDiagnosis()], lines: [aLine('99213', { diagnosisPointers: [1, 2] })] })
    expect((await file(draft)).outcome).toMatchObject({
      kind: 'rejected',
      issues: ['Claim.item[0].diagnosisSequence: dangling-pointer'],
    })
    expect([writes(), await ledger.list()]).toEqual([[], []])
  })

  test('a ledger that is away: nothing is written, since nobody would know', async () => {
    keep('Claim')
    ledger = { ...ledger, begin: () => Promise.reject(new Error('offline')) }
    expect((await file()).outcome).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('server') })
    expect(writes()).toEqual([])
  })

  test('a ledger that goes away in between: the draft counts as filed, and the next click does not file it again', async () => {
    keep('Claim')
    let later = 0
    const working = createMemoryLedger(() => Date.now() + later)
    ledger = { ...working, settle: () => Promise.reject(new Error('offline')) }
    const { connection, outcome } = await file()
    expect(outcome).toMatchObject({ kind: 'filed' })
    expect(await connection.fileDraft(aDraft(), working)).toMatchObject({ kind: 'unknown' })
    later = 121_000
    expect(await connection.fileDraft(aDraft(), working)).toMatchObject({ kind: 'already-filed', ids: ['Claim/x1'] })
    expect(writes()).toHaveLength(1)
  })
})

test('the release that is named in Provenance is the one in package.json', () => {
  const packageJson: unknown = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'))
  expect(packageJson).toMatchObject({ version: SOFTWARE.version })
})
