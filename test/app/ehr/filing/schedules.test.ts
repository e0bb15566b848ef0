// Two tabs, lost answers, tabs that die, a coder in the EHR, time that passes: in any order, on every kind of EHR, there
// is never a second draft, and what a person changed in the EHR is never overwritten unless that person's copy was seen
// and ours was chosen over it. POSTIL_SCHEDULES sets how many; each failure prints its seed.
import type { Resource } from '@medplum/fhirtypes'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DraftDifference, FilingOutcome, WriteLedger } from '#app/ehr/session-types.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { listFiled } from '#coding/domain/filing-standing.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import type { WorkStep } from '#coding/domain/work.ts'
import type { Pool } from '#proxy/store/schema.ts'
import type { WriteEvent } from '#proxy/store/write-ledger.ts'
import type { Fault } from '#sandbox/faults.ts'
import { EHR_KINDS, type EhrKind } from '#sandbox/personalities/ehr-kind.ts'
import { WRITE_FAULTS } from '#sandbox/personalities/flaky.ts'
import { aDiagnosis, aDraftClaim, aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { openPglite, type TestDatabase } from '../../../proxy/test-database.ts'
import { type EhrChanges, ENCOUNTER, type InProcessEhr, openInProcessEhr, PATIENT, type Tab } from './in-process-ehr.ts'
import { createStoreLedger, listStoredEvents, takeStoredStep } from './store-ledger.ts'

/** Of these, on the proxy's own ledger and its tables. */
const STORED_SCHEDULES = Number(process.env['POSTIL_STORED_SCHEDULES'] ?? 42)
const SCHEDULES = Number(process.env['POSTIL_SCHEDULES'] ?? 1001)
const AFTER_SETTLING_MS = 130_000

const parties = { patientId: PATIENT, encounterId: ENCOUNTER }
const DRAFTS: readonly DraftClaim[] = [
  aDraftClaim(parties),
  aDraftClaim({ ...parties, lines: [aLine('99213', { modifiers: [parseModifierCode('25')] })] }),
  aDraftClaim({ ...parties, diagnoses: [aDiagnosis('M17.12')], lines: [aLine('99214')] }),
  aDraftClaim({ ...parties, lines: [aLine(), aLine('20610')] }),
]

/** `edited-before`: a person is faster by an instant, after the draft was read and before it is written. */
type TabFault = Fault | 'dies-before' | 'dies-after' | 'edited-before'
type Command =
  | {
      readonly kind: 'file'
      readonly draft: number
      /** A clinician in their own tab; counts where the ledger knows whose tab it is. */
      readonly byClinician: boolean
      readonly fault: TabFault | undefined
      readonly at: number
    }
  | {
      readonly kind: 'withdraw'
      readonly draft: number
      /** A clinician in their own tab; counts where the ledger knows whose tab it is. */
      readonly byClinician: boolean
      readonly fault: TabFault | undefined
      readonly at: number
    }
  | {
      readonly kind: 'resolve'
      readonly draft: number
      readonly byClinician: boolean
      readonly takesOurs: boolean
      readonly fault: TabFault | undefined
      readonly at: number
    }
  | { readonly kind: 'edit'; readonly field: 'quantity' | 'foreign' | 'status'; readonly which: number }
  | { readonly kind: 'wait' }
  | { readonly kind: 'step'; readonly step: WorkStep }

const fault: fc.Arbitrary<TabFault | undefined> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom<TabFault>('dies-before', 'dies-after', 'edited-before', ...WRITE_FAULTS) },
)
const draft = fc.nat(DRAFTS.length - 1)
/** Which of the writes of a filing meets the fault. */
const at = fc.nat(2)
const byClinician = fc.boolean()
const step = fc.constantFrom<WorkStep>(
  { kind: 'hold', reason: 'other' },
  { kind: 'resume' },
  { kind: 'release' },
  { kind: 'reopen' },
)
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('file' as const), draft, byClinician, fault, at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), draft, byClinician, fault, at }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('resolve' as const),
      draft,
      byClinician,
      fault,
      at,
      takesOurs: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      field: fc.constantFrom('quantity' as const, 'quantity' as const, 'foreign' as const, 'status' as const),
      which: fc.nat(3),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'wait' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('step' as const), step }) },
)
/** A change of a filed draft while a person edits it: the narrowest window, so it gets more than its share. */
const race: fc.Arbitrary<readonly Command[]> = fc
  .integer({ min: 1, max: 2 })
  .map((changed) => [{ kind: 'file', draft: changed, byClinician: false, fault: 'edited-before', at: 0 }])
const phase = fc.oneof(
  { weight: 3, arbitrary: fc.array(command, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: race },
)
const filed: readonly Command[] = [{ kind: 'file', draft: 0, byClinician: false, fault: undefined, at: 0 }]
/** Commands of one phase run at once. */
const schedule = fc
  .tuple(fc.boolean(), fc.array(phase, { minLength: 1, maxLength: 5 }))
  .map(([isFiled, phases]) => (isFiled ? [filed, ...phases] : phases))

/** The coder's side of the proxy, where the ledger is the proxy's own. */
type Desk = {
  readonly createLedger: NonNullable<EhrChanges['createLedger']>
  readonly findClinicians: () => WriteLedger
  readonly takeStep: (step: WorkStep) => Promise<void>
  readonly listEvents: () => Promise<readonly WriteEvent[]>
}

function openDesk(db: Pool, encounterRef: string): Desk {
  let clock = Date.now
  const encounter = { db, encounterRef, now: () => clock() }
  return {
    createLedger: (now) => {
      clock = now
      return createStoreLedger(encounter)
    },
    findClinicians: () => createStoreLedger(encounter, 'provider'),
    takeStep: (step) => takeStoredStep(encounter, step),
    listEvents: () => listStoredEvents(encounter),
  }
}

/** What a person wrote into one field of one resource, until it may be replaced. */
type Edit = { readonly reference: string; readonly field: 'quantity' | 'foreign' | 'status'; readonly value: string }

function isFault(fault: TabFault | undefined): fault is Fault | undefined {
  return fault !== 'dies-before' && fault !== 'dies-after' && fault !== 'edited-before'
}

class World {
  readonly ehr: InProcessEhr
  readonly #scheduler: fc.Scheduler
  #edits: readonly Edit[] = []
  #count = 0

  readonly #desk: Desk | undefined

  constructor(kind: EhrKind, scheduler: fc.Scheduler, desk?: Desk) {
    this.ehr = openInProcessEhr(kind, desk && { createLedger: desk.createLedger })
    this.#scheduler = scheduler
    this.#desk = desk
  }

  openTab(planned: TabFault | undefined, at: number, byClinician = false): Tab {
    let writes = 0
    let current: TabFault | undefined
    const own = byClinician ? this.#desk?.findClinicians() : undefined
    const tab = this.ehr.openTab({
      ...(own && { ledger: own }),
      before: async (method) => {
        await this.#scheduler.schedule(Promise.resolve(), `${method} leaves`)
        current = method !== 'GET' && writes++ === at ? planned : undefined
        if (current === 'dies-before') tab.die()
        if (current === 'edited-before') await this.edit({ kind: 'edit', field: 'quantity', which: 0 })
        return isFault(current) ? current : undefined
      },
      after: async (method) => {
        const mine = current
        await this.#scheduler.schedule(Promise.resolve(), `${method} returns`)
        if (mine === 'dies-after') tab.die()
      },
    })
    return tab
  }

  async run(command: Command): Promise<void> {
    switch (command.kind) {
      case 'wait':
        this.ehr.passTime(AFTER_SETTLING_MS)
        return
      case 'step':
        await this.#scheduler.schedule(Promise.resolve(), 'a coder takes a step')
        await this.#desk?.takeStep(command.step)
        return
      case 'edit':
        await this.#scheduler.schedule(Promise.resolve(), 'a person edits')
        return this.edit(command)
      case 'file':
      case 'withdraw':
      case 'resolve': {
        const tab = this.openTab(command.fault, command.at, command.byClinician)
        const draft = DRAFTS[command.draft] ?? aDraftClaim(parties)
        if (command.kind === 'resolve') await this.resolve(tab, draft, command.takesOurs)
        else if (command.kind === 'file') await tab.fileDraft(draft, tab.ledger)
        else await tab.withdrawDraft(draft, tab.ledger)
      }
    }
  }

  async resolve(tab: Tab, draft: DraftClaim, takesOurs: boolean): Promise<void> {
    const outcome = await tab.fileDraft(draft, tab.ledger)
    if (outcome.kind !== 'changed-by-person' || !outcome.difference) return
    const { seen, fields } = outcome.difference
    const ours = new Set(takesOurs ? fields.map(({ path }) => path) : [])
    if (takesOurs) this.#release(outcome.difference)
    await tab.resolveDifference(draft, { seen, ours }, tab.ledger)
  }

  /** A person saw these values, and chose ours over them. */
  #release({ fields }: DraftDifference): void {
    const values = new Set(fields.flatMap(({ theirs }) => theirs ?? []))
    this.#edits = this.#edits.filter(({ value }) => !values.has(value))
  }

  async edit({ field, which }: Command & { readonly kind: 'edit' }): Promise<void> {
    const drafts = this.ehr.listDrafts()
    const target = drafts[which % Math.max(1, drafts.length)]
    if (!target?.id) return
    const reference = `${target.resourceType}/${target.id}`
    this.#count += 1
    const value = field === 'status' ? 'entered-in-error' : String(1000 + this.#count)
    // Recorded and written in one step of the store: nothing comes between.
    await this.ehr.edit(reference, (resource) => {
      this.#edits = [
        ...this.#edits.filter((edit) => !(edit.reference === reference && edit.field === field)),
        { reference, field, value },
      ]
      return change(resource, field, value)
    })
  }

  /** What a coder filed stands until a coder takes it back. */
  async checkEvents(): Promise<void> {
    const events = (await this.#desk?.listEvents()) ?? []
    events.forEach((event, index) => {
      const [standing] = listFiled(events.slice(0, index))
      if (event.role !== 'provider' || event.state !== 'written') return
      expect(standing?.role, `what a clinician wrote as number ${index}`).not.toBe('coder')
    })
  }

  check(): void {
    const drafts = this.ehr.listDrafts()
    const identifiers = drafts.map(({ identifier }) => identifier?.[0]?.value)
    expect(new Set(identifiers).size, 'one resource an identifier').toBe(identifiers.length)
    expect(new Set(drafts.map(({ resourceType }) => resourceType)).size, 'one form of the draft').toBeLessThan(2)
    for (const { reference, field, value } of this.#edits) {
      const [type = '', id = ''] = reference.split('/')
      const now = this.ehr.list(type).find((resource) => resource.id === id)
      expect(now && readValue(now, field), `the edit of ${field} in ${reference}`).toBe(value)
    }
  }
}

function change(resource: Resource, field: Edit['field'], value: string): Resource {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one status that all three have
  if (field === 'status') return { ...resource, status: value } as Resource
  const quantity = { value: Number(value) }
  if (resource.resourceType === 'ChargeItem') {
    return field === 'foreign' ? { ...resource, overrideReason: value } : { ...resource, quantity }
  }
  if (resource.resourceType === 'Task') {
    return field === 'foreign' ? { ...resource, note: [{ text: value }] } : { ...resource, description: value }
  }
  if (resource.resourceType !== 'Claim') return resource
  if (field === 'foreign') return { ...resource, priority: { text: value } }
  const [first, ...others] = resource.item ?? []
  return first ? { ...resource, item: [{ ...first, quantity }, ...others] } : resource
}

function readValue(resource: Resource, field: Edit['field']): string | undefined {
  const isForeign = field === 'foreign'
  if (resource.resourceType === 'ChargeItem') {
    if (field === 'status') return resource.status
    return isForeign ? resource.overrideReason : String(resource.quantity?.value)
  }
  if (resource.resourceType === 'Task') {
    if (field === 'status') return resource.status
    return isForeign ? resource.note?.[0]?.text : resource.description
  }
  if (resource.resourceType !== 'Claim') return undefined
  if (field === 'status') return resource.status
  return isForeign ? resource.priority.text : String(resource.item?.[0]?.quantity?.value)
}

const outcomes = new Map<string, number>()
const SEED = Number(process.env['POSTIL_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
afterAll(() => {
  console.log(`schedules: ${SCHEDULES}, seed ${SEED}; at the end ${JSON.stringify(Object.fromEntries(outcomes))}`)
})

function count(kind: EhrKind, outcome: FilingOutcome): void {
  const name = `${kind} ${outcome.kind}`
  outcomes.set(name, (outcomes.get(name) ?? 0) + 1)
}

describe('any order of things', () => {
  test.each(EHR_KINDS)(
    '%s: one draft at most, and no edit of a person is lost',
    async (kind) => {
      const runs = Math.ceil(SCHEDULES / EHR_KINDS.length)
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), schedule, async (scheduler, phases) => {
          await play(new World(kind, scheduler), { kind, scheduler, phases })
        }),
        { numRuns: runs, seed: SEED, endOnFailure: true },
      )
    },
    240_000,
  )
})

describe('any order of things on the proxy’s ledger', () => {
  let database: TestDatabase
  let played = 0
  beforeAll(async () => {
    database = await openPglite()
  }, 60_000)
  afterAll(() => database.close())

  test.each(EHR_KINDS)(
    '%s: one draft at most, and no edit of a person is lost',
    async (kind) => {
      const runs = Math.ceil(STORED_SCHEDULES / EHR_KINDS.length)
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), schedule, async (scheduler, phases) => {
          played += 1
          const encounter = `encounter-${played}`
          const world = new World(kind, scheduler, openDesk(database.db, encounter))
          await play(world, { kind, scheduler, phases })
        }),
        { numRuns: runs, seed: SEED, endOnFailure: true },
      )
    },
    240_000,
  )
})

type Play = {
  readonly kind: EhrKind
  readonly scheduler: fc.Scheduler
  readonly phases: readonly (readonly Command[])[]
}

async function play(world: World, { kind, scheduler, phases }: Play): Promise<void> {
  for (const phase of phases) {
    await scheduler.waitFor(Promise.all(phase.map((one) => world.run(one))))
    world.check()
    await world.checkEvents()
  }
  // Whatever the coder did with the encounter, they go on with it.
  for (const kind of ['resume', 'reopen'] as const) await scheduler.waitFor(world.run({ kind: 'step', step: { kind } }))
  await scheduler.waitFor(settleDown(world, kind))
}

/** When all is quiet and somebody files once more, what they are told is true, and their draft is kept. */
async function settleDown(world: World, kind: EhrKind): Promise<void> {
  const [last = aDraftClaim(parties)] = DRAFTS
  let outcome: FilingOutcome | undefined
  for (let click = 0; click < 3; click++) {
    world.ehr.passTime(AFTER_SETTLING_MS)
    const tab = world.openTab(undefined, 0)
    outcome = await tab.fileDraft(last, tab.ledger)
    world.check()
  }
  if (!outcome) return
  count(kind, outcome)
  const [row] = await world.ehr.ledger.list()
  const record = row && (await world.ehr.ledger.read(row.key))
  switch (outcome.kind) {
    case 'filed':
    case 'updated':
    case 'already-filed':
      expect(world.ehr.listDrafts().map(({ resourceType, id }) => `${resourceType}/${id}`)).toEqual(outcome.ids)
      expect(record?.filed?.content.draft).toEqual(last)
      return
    case 'queued':
      expect(world.ehr.listDrafts()).toEqual([])
      expect(record?.content).toEqual({ draft: last, purpose: 'file' })
      return
    case 'changed-by-person':
      expect(world.ehr.listDrafts().length).toBeGreaterThan(0)
      return
    case 'rejected':
    case 'unknown':
      expect(outcome.reason.length).toBeGreaterThan(20)
      return
    case 'theirs-kept':
    case 'refused':
    case 'withdrawn':
    case 'session-ended':
      expect.unreachable(outcome.kind)
  }
}
