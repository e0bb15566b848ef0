// The life of a question as the proxy keeps it: over reloads, devices and roles, and over what the note becomes.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEventParser } from '#app/proxy/event-stream.ts'
import { createReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import { queuePage } from '#coding/contract/queue.ts'
import type { EncounterRecord, Indicator } from '#coding/domain/encounter-record.ts'
import { parseEncounterId, parseFingerprint, parseNoteId } from '#coding/domain/ids.ts'
import { verifyChain } from '#proxy/audit/verify-chain.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { aRecord, createTestProxy, type ProofKey, send, signIdToken, signIn, type TestProxy } from './proxy-fixture.ts'
import { openPglite, type TestDatabase } from './test-database.ts'

let database: TestDatabase
let db: Pool
let encounters = 0
const engine = createCodingEngine({ releases: [], diagnoses: createReleaseCodeSet([]) })
beforeAll(async () => {
  database = await openPglite()
  db = database.db
})
afterAll(() => database.close())

type Signed = { readonly key: ProofKey; readonly token: string }
type Event = { readonly event: string; readonly data: Record<string, unknown> }
type Sent = { readonly fingerprint: string; readonly kind: string; readonly prompt: { readonly concept: string } }
type Question = { readonly about: string; readonly fingerprint: string; readonly state: { readonly kind: string } }

const coder = () =>
  signIdToken({ claims: { sub: 'coder-1', fhirUser: 'https://ehr.example/fhir/Practitioner/coder-1' } })

/** An encounter of its own, with the note that is written in it. */
async function open(text = 'Assessment:\n1. Knee OA\n2. Asthma') {
  encounters += 1
  const encounterId = parseEncounterId(`life-${encounters}`)
  const proxy = createTestProxy(db, { engine })
  proxy.ehr.encounters.set(encounterId, 'Patient/patient-1')
  const enter = (idToken?: string) => signIn(proxy, { encounterId, ...(idToken !== undefined && { idToken }) })
  const person = await enter()
  let version = 0
  const write = (words: string, status: 'draft' | 'signed' | 'amended' = 'draft', indicators: Indicator[] = []) => {
    version += 1
    const note = {
      id: parseNoteId('note-1'),
      version: String(version),
      status,
      authorRole: 'provider' as const,
      encounterCertain: true,
      text: words,
      sha256: createHash('sha256').update(words).digest('hex'),
    }
    return aRecord({ encounterId, notes: [note], indicators })
  }
  return { proxy, person, enter, write, record: write(text) }
}

async function analyse(proxy: TestProxy, signed: Signed, record: EncounterRecord) {
  const response = await send(proxy, { path: '/v1/analyses', body: { record } }, signed)
  const events = createEventParser().push(new Uint8Array(await response.arrayBuffer()))
  const parsed = events.map(({ event, data }) => ({ event, data: JSON.parse(data) }) as Event)
  const dataOf = (kind: string) => parsed.filter(({ event }) => event === kind).map(({ data }) => data)
  const prompts = (dataOf('finding') as unknown as Sent[]).filter(({ kind }) => kind === 'prompt')
  const [states] = dataOf('prompts') as unknown as { questions: Question[] }[]
  return {
    asked: prompts.map(({ prompt }) => prompt.concept),
    fingerprintOf: (concept: string) => prompts.find(({ prompt }) => prompt.concept === concept)?.fingerprint ?? 'none',
    states: Object.fromEntries((states?.questions ?? []).map(({ about, state }) => [about, state.kind])),
    withdrawn: dataOf('withdrawn').map(({ because }) => because),
  }
}

type Choice = readonly [fingerprint: string, choice: object]

async function decide(proxy: TestProxy, signed: Signed, ...[fingerprint, choice]: Choice) {
  return send(proxy, { path: '/v1/decisions', body: { fingerprint, findingKind: 'prompt', choice } }, signed)
}

const list = async (proxy: TestProxy, signed: Signed) => {
  const response = await send(proxy, { method: 'GET', path: '/v1/prompts' }, signed)
  return (await response.json()) as { questions: Question[]; queries: { question: Question; since: string }[] }
}

const dismiss = { kind: 'dismiss', reason: 'not-clinically-relevant' }
const KNEE = 'knee-osteoarthritis'

describe('a question', () => {
  test('stands alike after a reload, for a second person and for the coder', async () => {
    const { proxy, person, enter, record } = await open()
    const first = await analyse(proxy, person, record)
    await decide(proxy, person, first.fingerprintOf(KNEE), { kind: 'answer', option: 'right' })
    await decide(proxy, person, first.fingerprintOf('asthma'), { kind: 'snooze', until: 'new-result' })
    const expected = { [KNEE]: 'answered', asthma: 'snoozed' }
    expect((await analyse(proxy, await enter(), record)).states).toEqual(expected)
    expect((await analyse(proxy, await enter(coder()), record)).states).toEqual(expected)
    const { questions } = await list(proxy, await enter(coder()))
    expect(Object.fromEntries(questions.map(({ about, state }) => [about, state.kind]))).toEqual(expected)
  })

  test('says in the answer to a decision where all of them stand', async () => {
    const { proxy, person, record } = await open()
    const { fingerprintOf } = await analyse(proxy, person, record)
    const response = await decide(proxy, person, fingerprintOf(KNEE), dismiss)
    const { questions } = (await response.json()) as { questions: Question[] }
    expect(questions.map(({ about, state }) => [about, state.kind])).toEqual([
      [KNEE, 'dismissed'],
      ['asthma', 'shown'],
    ])
  })

  test('that was dismissed never returns, is there to be brought back, and comes back when it is', async () => {
    const { proxy, person, write, record } = await open()
    const { fingerprintOf } = await analyse(proxy, person, record)
    const knee = fingerprintOf(KNEE)
    await decide(proxy, person, knee, dismiss)
    const later = await analyse(proxy, person, write('Assessment:\n1. Knee OA\n2. Asthma\n3. Hypertension'))
    expect(later.states[KNEE]).toBe('dismissed')
    expect(later.fingerprintOf(KNEE)).toBe(knee)
    await decide(proxy, person, knee, { kind: 'undo' })
    expect((await analyse(proxy, person, record)).states[KNEE]).toBe('shown')
  })

  test('that was dismissed returns with other words, and not when the old words come back', async () => {
    const { proxy, person, write, record } = await open()
    const { fingerprintOf } = await analyse(proxy, person, record)
    await decide(proxy, person, fingerprintOf(KNEE), dismiss)
    const other = await analyse(proxy, person, write('Assessment:\n1. Osteoarthritis of the knee\n2. Asthma'))
    expect(other.states[KNEE]).toBe('shown')
    const back = await analyse(proxy, person, record)
    expect(back.states[KNEE]).not.toBe('shown')
    expect(back.asked).not.toContain(KNEE)
  })

  test('that the note answered is not asked again when the answer is taken out, but a conflict is', async () => {
    const { proxy, person, write, record } = await open()
    await analyse(proxy, person, record)
    const answered = await analyse(proxy, person, write('Assessment:\n1. Right knee OA\n2. Asthma'))
    expect([answered.states[KNEE], answered.withdrawn]).toEqual(['resolved', ['resolved']])
    const without = await analyse(proxy, person, record)
    expect([without.states[KNEE], without.asked]).toEqual(['resolved', ['asthma']])
    const conflict =
      'HPI: osteoarthritis of the left knee.\nAssessment:\n1. Osteoarthritis of the right knee\n2. Asthma'
    const both = await analyse(proxy, person, write(conflict))
    expect([both.states[KNEE], both.asked]).toEqual(['shown', [KNEE, 'asthma']])
  })

  test('whose words are gone comes back with them', async () => {
    const { proxy, person, write, record } = await open()
    await analyse(proxy, person, record)
    const without = await analyse(proxy, person, write('Assessment:\n1. Asthma'))
    expect([without.states[KNEE], without.withdrawn]).toEqual(['withdrawn', ['no-longer-applies']])
    expect((await analyse(proxy, person, record)).states[KNEE]).toBe('shown')
  })

  test('sleeps until a result arrives, whatever else is written', async () => {
    const { proxy, person, write, record } = await open()
    const { fingerprintOf } = await analyse(proxy, person, record)
    await decide(proxy, person, fingerprintOf('asthma'), { kind: 'snooze', until: 'new-result' })
    const text = 'Assessment:\n1. Knee OA\n2. Asthma\n3. Hypertension'
    expect((await analyse(proxy, person, write(text))).states['asthma']).toBe('snoozed')
    const spirometry: Indicator = { id: 'Observation/1', kind: 'lab', name: 'FEV1/FVC', value: 0.62 }
    expect((await analyse(proxy, person, write(text, 'draft', [spirometry]))).states['asthma']).toBe('shown')
  })

  test('sleeps until the note is saved again', async () => {
    const { proxy, person, write, record } = await open()
    const { fingerprintOf } = await analyse(proxy, person, record)
    await decide(proxy, person, fingerprintOf('asthma'), { kind: 'snooze', until: 'next-version' })
    expect((await analyse(proxy, person, record)).states['asthma']).toBe('snoozed')
    const text = 'Assessment:\n1. Knee OA\n2. Asthma\n3. Hypertension'
    expect((await analyse(proxy, person, write(text))).states['asthma']).toBe('shown')
  })

  test('is one of three that are open; the fourth opens when one is put away', async () => {
    const text = 'Assessment:\n1. Knee OA\n2. Asthma\n3. Chronic kidney disease\n4. Hip osteoarthritis'
    const { proxy, person, record } = await open(text)
    const first = await analyse(proxy, person, record)
    const kinds = Object.values(first.states)
    expect(kinds).toEqual(['shown', 'shown', 'shown', 'draft'])
    await decide(proxy, person, first.fingerprintOf(first.asked[0] ?? ''), dismiss)
    const states = Object.values((await analyse(proxy, person, record)).states)
    expect(states).toEqual(['dismissed', 'shown', 'shown', 'shown'])
  })
})

describe('the trail', () => {
  const readMoves = async (proxy: TestProxy, encounterId: string) => {
    const ref = proxy.parts.references.ofEncounter(aRecord().tenant, parseEncounterId(encounterId))
    const rows = await db.selectFrom('audit').select('entry').where('encounter_ref', '=', ref).orderBy('seq').execute()
    return rows
      .map(({ entry }): Record<string, unknown> => JSON.parse(entry))
      .filter(({ action }) => action === 'question')
  }

  test('says what the note made of each question, and by which words it was known before', async () => {
    const { proxy, person, write, record } = await open()
    const first = await analyse(proxy, person, record)
    const other = await analyse(proxy, person, write('Assessment:\n1. Osteoarthritis of the knee\n2. Asthma'))
    await analyse(proxy, person, write('Assessment:\n1. Osteoarthritis of the right knee'))
    await analyse(proxy, person, write('Assessment:\n1. Osteoarthritis of the right knee\n2. Asthma', 'signed'))
    const moves = await readMoves(proxy, record.encounterId)
    const name = ({ fingerprintOf }: typeof first, concept: string): string =>
      proxy.parts.references.ofFinding(record.tenant, parseFingerprint(fingerprintOf(concept)))
    expect(moves.map(({ became, fingerprint, was }) => ({ became, fingerprint, was }))).toEqual([
      { became: 'open', fingerprint: name(other, KNEE), was: name(first, KNEE) },
      { became: 'resolved', fingerprint: name(other, KNEE), was: undefined },
      { became: 'withdrawn', fingerprint: name(first, 'asthma'), was: undefined },
      { became: 'open', fingerprint: expect.any(String), was: undefined },
    ])
    expect(JSON.stringify(moves)).not.toMatch(/knee|asthma/i)
    expect(await verifyChain(db, aRecord().tenant)).toMatchObject({ ok: true })
  })

  test('says that a question was open when the note was signed, once', async () => {
    const text = 'Assessment:\n1. Knee OA'
    const { proxy, person, write, record } = await open(text)
    await analyse(proxy, person, record)
    const signed = write(text, 'signed')
    await analyse(proxy, person, signed)
    await analyse(proxy, person, signed)
    expect((await readMoves(proxy, record.encounterId)).map(({ became }) => became)).toEqual(['expired'])
  })
})

describe('signing', () => {
  const text = 'Assessment:\n1. Knee OA\n2. Asthma'

  test('makes queries of what is unanswered, for the coder and not for the clinician', async () => {
    const { proxy, person, enter, write, record } = await open(text)
    const { fingerprintOf } = await analyse(proxy, person, record)
    await decide(proxy, person, fingerprintOf('asthma'), { kind: 'unable-to-determine' })
    const signed = await analyse(proxy, person, write(text, 'signed'))
    expect(signed.states).toEqual({ [KNEE]: 'expired', asthma: 'answered' })
    expect([signed.asked, signed.withdrawn]).toEqual([['asthma'], ['expired']])
    expect((await list(proxy, person)).queries).toEqual([])
    const { queries } = await list(proxy, await enter(coder()))
    expect(queries).toMatchObject([
      {
        question: { about: KNEE, state: { kind: 'expired' } },
        finding: { prompt: { concept: KNEE, lint: { passed: true } } },
        since: '2026-03-02T10:00:00.000Z',
      },
    ])
  })

  test('makes nothing of a note that was signed before anybody was asked, but a coder may send that too', async () => {
    const { proxy, person, enter, write } = await open(text)
    expect((await analyse(proxy, person, write(text, 'signed'))).states).toEqual({ [KNEE]: 'shown', asthma: 'shown' })
    expect((await list(proxy, await enter(coder()))).queries).toHaveLength(2)
  })

  test('is followed by an addendum that answers, and the query is closed', async () => {
    const { proxy, person, enter, write, record } = await open(text)
    await analyse(proxy, person, record)
    await analyse(proxy, person, write(text, 'signed'))
    const amended = await analyse(proxy, person, write('Assessment:\n1. Right knee OA\n2. Asthma', 'amended'))
    expect(amended.states).toEqual({ [KNEE]: 'resolved', asthma: 'expired' })
    expect((await list(proxy, await enter(coder()))).queries).toHaveLength(1)
  })
})

describe('a query', () => {
  const sent = { kind: 'send', task: 'Task/1', response: 'QuestionnaireResponse/1' }

  async function expire() {
    const opened = await open('Assessment:\n1. Knee OA')
    const { proxy, person, enter, write, record } = opened
    const { fingerprintOf } = await analyse(proxy, person, record)
    await analyse(proxy, person, write('Assessment:\n1. Knee OA', 'signed'))
    return { ...opened, knee: fingerprintOf(KNEE), coding: await enter(coder()) }
  }

  test('is sent by a coder alone, and keeps where it went', async () => {
    const { proxy, person, knee, coding } = await expire()
    expect((await decide(proxy, person, knee, sent)).status).toBe(403)
    expect((await decide(proxy, coding, knee, sent)).status).toBe(200)
    const { queries } = await list(proxy, coding)
    expect(queries[0]?.question).toMatchObject({ sent: { task: 'Task/1', response: 'QuestionnaireResponse/1' } })
  })

  test('is closed by the answer that was read from the EHR', async () => {
    const { proxy, knee, coding } = await expire()
    await decide(proxy, coding, knee, sent)
    await decide(proxy, coding, knee, { kind: 'answer', option: 'right', via: 'query' })
    const { questions, queries } = await list(proxy, coding)
    expect([questions[0]?.state.kind, queries]).toEqual(['answered', []])
  })

  const findItem = async (proxy: TestProxy, coding: Signed) => {
    const path = '/v1/queue?view=here&sort=priority&offset=0&limit=1'
    return queuePage.parse(await (await send(proxy, { method: 'GET', path }, coding)).json()).items[0]
  }

  test.each(['held', 'returned'] as const)(
    'that its author decides by a click brings back what was %s for it, once the last one is decided',
    async (view) => {
      const { proxy, person, enter, write } = await open('Assessment:\n1. Knee OA\n2. Asthma')
      const { fingerprintOf } = await analyse(proxy, person, write('Assessment:\n1. Knee OA\n2. Asthma', 'signed'))
      const coding = await enter(coder())
      await decide(proxy, coding, fingerprintOf(KNEE), sent)
      await decide(proxy, coding, fingerprintOf('asthma'), { ...sent, task: 'Task/2' })
      await send(proxy, { path: '/v1/work', body: { kind: 'hold', reason: 'awaiting-provider' } }, coding)
      const id = (await findItem(proxy, coding))?.id ?? ''
      await db.updateTable('queue_item').set({ state: view }).where('encounter_ref', '=', id).execute()
      await decide(proxy, person, fingerprintOf(KNEE), { kind: 'unable-to-determine' })
      expect(await findItem(proxy, coding)).toMatchObject({ state: { kind: view }, since: '2026-03-02T10:00:00.000Z' })
      await decide(proxy, person, fingerprintOf('asthma'), { kind: 'dismiss', reason: 'other' })
      expect((await findItem(proxy, coding))?.state).toEqual({ kind: 'open' })
      const work = await send(proxy, { method: 'GET', path: '/v1/work' }, coding)
      expect(await work.json()).toMatchObject({ standing: { kind: 'open' } })
    },
  )

  test.each([
    ['a reference that is none', { ...sent, task: 'javascript:1' }],
    ['more than is asked for', { ...sent, note: 'x' }],
  ])('is refused with %s', async (_, choice) => {
    const { proxy, knee, coding } = await expire()
    expect((await decide(proxy, coding, knee, choice)).status).toBe(400)
  })
})

test('a decision about a wording that nobody was shown changes no question', async () => {
  const { proxy, person, record } = await open()
  await analyse(proxy, person, record)
  await decide(proxy, person, 'somewhere-else', dismiss)
  expect(Object.values((await analyse(proxy, person, record)).states)).toEqual(['shown', 'shown'])
})

test('only what changes something is kept, and all of it encrypted', async () => {
  const { proxy, person, write, record } = await open()
  await analyse(proxy, person, record)
  const count = async () => {
    const place = proxy.parts.references.ofEncounter(record.tenant, record.encounterId)
    return db.selectFrom('prompt_event').select('event').where('encounter_ref', '=', place).execute()
  }
  await analyse(proxy, person, record)
  await analyse(proxy, person, write('Assessment:\n1. Knee OA\n2. Asthma\nPlan: rest.'))
  const rows = await count()
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toMatch(/knee|asthma/)
  expect(await verifyChain(db, record.tenant)).toMatchObject({ ok: true })
})
