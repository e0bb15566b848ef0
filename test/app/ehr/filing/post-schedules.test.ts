// Charges that are posted at once, in any order of clicks, lost answers, tabs that die, drafts on the list and people in
// the EHR: no line is ever posted twice, never lines of two drafts, and what the coder is told is true.
import type { ChargeItem } from '@medplum/fhirtypes'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { FilingOutcome } from '#app/ehr/session-types.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { matchPostedCharges } from '#fhir-mappers/posted-charge.ts'
import type { Fault } from '#sandbox/faults.ts'
import { WRITE_FAULTS } from '#sandbox/personalities/flaky.ts'
import { aDraftClaim, aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { ENCOUNTER, type InProcessEhr, openInProcessEhr, PATIENT, type Tab } from './in-process-ehr.ts'

const SCHEDULES = Number(process.env['POSTIL_SCHEDULES'] ?? 1000)
const SEED = Number(process.env['POSTIL_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const AFTER_SETTLING_MS = 130_000
const BASE = 'https://fhir.cerner.com/site-1/CodeSystem'

const parties = { patientId: PATIENT, encounterId: ENCOUNTER }
const DRAFTS: readonly DraftClaim[] = [
  aDraftClaim({ ...parties, lines: [aLine('99213'), aLine('20610')] }),
  aDraftClaim({ ...parties, lines: [aLine('99213', { modifiers: [parseModifierCode('25')] })] }),
  aDraftClaim({ ...parties, lines: [aLine('99214'), aLine('36415'), aLine('81002')] }),
]

type TabFault = Fault | 'dies-before' | 'dies-after'
type Command =
  | {
      readonly kind: 'post' | 'file' | 'withdraw'
      readonly draft: number
      readonly fault: TabFault | undefined
      readonly at: number
    }
  /** A person enters the charge for a line by hand, or credits one. */
  | { readonly kind: 'enter' | 'credit'; readonly draft: number; readonly at: number }
  | { readonly kind: 'wait' }

const draft = fc.nat(DRAFTS.length - 1)
const at = fc.nat(2)
const fault: fc.Arbitrary<TabFault | undefined> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.constantFrom<TabFault>('dies-before', 'dies-after', ...WRITE_FAULTS) },
)
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('post' as const), draft, fault, at }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('file' as const), draft, fault, at }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), draft, fault, at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('enter' as const, 'credit' as const), draft, at }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'wait' as const }) },
)
const schedule = fc.array(fc.array(command, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 })

class World {
  readonly ehr: InProcessEhr
  readonly #scheduler: fc.Scheduler
  readonly #closed = new Set<string | undefined>()
  #entered = 0

  constructor(scheduler: fc.Scheduler) {
    const billCodes = { base: BASE, schedules: { cpt: '1', hcpcs: '2' } }
    this.ehr = openInProcessEhr('oracle', { tenant: { writeTargets: ['ChargeItem.$create'], billCodes } })
    this.#scheduler = scheduler
  }

  async open(): Promise<void> {
    const subject = { reference: `Patient/${PATIENT}` }
    await this.ehr.add({
      resourceType: 'Encounter',
      id: ENCOUNTER,
      status: 'finished',
      class: { code: 'AMB' },
      subject,
    })
  }

  openTab(planned?: TabFault, place = 0): Tab {
    let writes = 0
    let current: TabFault | undefined
    const tab = this.ehr.openTab({
      before: async (method) => {
        await this.#scheduler.schedule(Promise.resolve(), `${method} leaves`)
        current = method !== 'GET' && writes++ === place ? planned : undefined
        if (current === 'dies-before') tab.die()
        return current === 'dies-before' || current === 'dies-after' ? undefined : current
      },
      after: async (method) => {
        const mine = current
        await this.#scheduler.schedule(Promise.resolve(), `${method} returns`)
        if (mine === 'dies-after') tab.die()
      },
    })
    return tab
  }

  async run(one: Command): Promise<void> {
    if (one.kind === 'wait') return this.ehr.passTime(AFTER_SETTLING_MS)
    if (!('fault' in one)) return one.kind === 'enter' ? this.#enter(one) : this.#credit(one.at)
    const tab = this.openTab(one.fault, one.at)
    const claim = DRAFTS[one.draft] ?? aDraftClaim(parties)
    switch (one.kind) {
      case 'post':
        await tab.postCharges(claim, tab.ledger)
        return
      case 'file':
        await tab.fileDraft(claim, tab.ledger)
        return
      case 'withdraw':
        this.#close(await tab.withdrawDraft(claim, tab.ledger))
    }
  }

  /** What a person had credited before is taken back with the rest, and may be posted anew. */
  #close({ kind }: FilingOutcome): void {
    if (kind !== 'withdrawn') return
    for (const one of this.ehr.list('ChargeItem')) {
      if (one.resourceType === 'ChargeItem' && one.status === 'aborted') this.#closed.add(one.id)
    }
  }

  async #enter({ draft: which, at: place }: { readonly draft: number; readonly at: number }): Promise<void> {
    const line = DRAFTS[which]?.lines[place]
    if (!line) return
    this.#entered += 1
    await this.#scheduler.schedule(Promise.resolve(), 'a person enters a charge')
    await this.ehr.add({
      resourceType: 'ChargeItem',
      id: `by-hand-${this.#entered}`,
      status: 'billable',
      subject: { reference: `Patient/${PATIENT}` },
      context: { reference: `Encounter/${ENCOUNTER}` },
      occurrenceDateTime: line.date,
      quantity: { value: line.units },
      code: { coding: [{ system: `${BASE}/BillCodes-CPT`, code: line.code.code }] },
    })
  }

  async #credit(which: number): Promise<void> {
    const standing = this.ehr
      .list('ChargeItem')
      .filter((one) => one.resourceType === 'ChargeItem' && one.status === 'billable')[which]
    await this.#scheduler.schedule(Promise.resolve(), 'a person credits a charge')
    if (!standing) return
    // Told apart from what Postil credits.
    const credit = (one: ChargeItem): ChargeItem => ({ ...one, status: 'aborted' })
    await this.ehr.edit(`ChargeItem/${standing.id}`, (one) => (one.resourceType === 'ChargeItem' ? credit(one) : one))
  }

  /** All but what was credited by us, whatever a person has made of it since. */
  listStanding(): readonly ChargeItem[] {
    return this.ehr
      .list('ChargeItem')
      .filter((one): one is ChargeItem => one.resourceType === 'ChargeItem' && one.status !== 'not-billable')
      .filter(({ id }) => !this.#closed.has(id))
      .map((one) => ({ ...one, status: 'billable' }))
  }

  listPosted(): readonly ChargeItem[] {
    return this.listStanding().filter(({ id }) => !id?.startsWith('by-hand-'))
  }

  check(): void {
    const posted = this.listPosted()
    const isOfOne = DRAFTS.some((one) => matchPostedCharges(one, posted).filter(Boolean).length === posted.length)
    expect(posted.length === 0 || isOfOne, 'the lines of one draft, each once').toBe(true)
    expect(this.ehr.list('Claim')).toEqual([])
  }
}

const outcomes = new Map<string, number>()
afterAll(() => {
  console.log(`schedules: ${SCHEDULES}, seed ${SEED}; at the end ${JSON.stringify(Object.fromEntries(outcomes))}`)
})

/** When all is quiet and somebody posts once more, what they are told is true. */
async function settleDown(world: World): Promise<void> {
  const [last = aDraftClaim(parties)] = DRAFTS
  let outcome: FilingOutcome | undefined
  for (let click = 0; click < 3; click++) {
    world.ehr.passTime(AFTER_SETTLING_MS)
    const tab = world.openTab()
    outcome = await tab.postCharges(last, tab.ledger)
    world.check()
  }
  if (!outcome) return
  outcomes.set(outcome.kind, (outcomes.get(outcome.kind) ?? 0) + 1)
  const row = (await world.ehr.ledger.list()).at(-1)
  const record = row && (await world.ehr.ledger.read(row.key))
  const all = world.listStanding()
  if (outcome.kind === 'filed' || outcome.kind === 'already-filed') {
    expect(matchPostedCharges(record?.content?.draft ?? last, all)).not.toContain(undefined)
    return
  }
  // Either charges stand, or the draft waits on the list.
  if (outcome.kind === 'rejected') expect(all.length > 0 || row?.target === 'queue').toBe(true)
  else expect(outcome.kind).toBe('unknown')
}

describe('charges in any order of things', () => {
  test('each line once, of one draft, and nothing that is said is untrue', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), schedule, async (scheduler, phases) => {
        const world = new World(scheduler)
        await world.open()
        for (const phase of phases) {
          await scheduler.waitFor(Promise.all(phase.map((one) => world.run(one))))
          world.check()
        }
        await scheduler.waitFor(settleDown(world))
      }),
      { numRuns: SCHEDULES, seed: SEED, endOnFailure: true },
    )
  }, 240_000)
})
