/**
 * How Postil is used at a site, counted from what is on record: the measures of documentation integrity and of coding
 * that a manager is asked for. Each has its formula, numerator and denominator; nothing here names a person or a patient,
 * and a count below five people's worth of events is not told (see `suppress-small.ts`).
 */
import { type DateOnly, parseDateOnly } from '../domain/date-only.ts'
import type { Decision, DecisionChoice } from '../domain/decision.ts'

/** One thing on record; encounters and findings by opaque references. */
export type UseEvent = { readonly at: string; readonly encounter: string } & (
  | {
      readonly kind: 'analysis'
      /** How long the analysis before it took to its first finding, as the panel saw it. */
      readonly firstFindingMs?: number
    }
  | {
      readonly kind: 'shown'
      readonly finding: Decision['findingKind']
      readonly fingerprint: string
      /** Of a code, once the trail tells it. */
      readonly direction?: CodeDirection
    }
  | {
      readonly kind: 'decided'
      readonly finding: Decision['findingKind']
      readonly fingerprint: string
      readonly choice: DecisionChoice['kind']
      readonly reason?: string
    }
  /** All notes are signed and read: it waits for a coder. */
  | { readonly kind: 'ready'; readonly visitEnd?: string }
  /** A coder has it. */
  | { readonly kind: 'taken' }
  /** A draft that the EHR has taken. */
  | { readonly kind: 'filed' }
  | { readonly kind: 'model'; readonly costMicroUsd: number; readonly hasFailed: boolean }
)

export type CodeDirection = 'add' | 'refine' | 'remove'

export type MeasureId = (typeof MEASURES)[number]['id']

/**
 * In the order in which they are shown. `share`: numerator of denominator; `mean`: sum over count; `quantile`: the value
 * itself, of so many.
 */
export const MEASURES = [
  { id: 'prompt-rate', kind: 'mean', unit: 'questions a visit', formula: 'questions shown ÷ visits read' },
  {
    id: 'answered',
    kind: 'share',
    unit: '',
    formula: 'questions answered, "unable to determine" among them ÷ questions shown',
  },
  {
    id: 'documented',
    kind: 'share',
    unit: '',
    formula: 'questions answered with an option or in own words ÷ questions shown',
  },
  { id: 'agreed', kind: 'share', unit: '', formula: 'answers that take an offered option ÷ answers' },
  { id: 'dismissed', kind: 'share', unit: '', formula: 'questions dismissed ÷ questions shown' },
  { id: 'not-acted-on', kind: 'share', unit: '', formula: 'questions without any decision ÷ questions shown' },
  { id: 'sent-answered', kind: 'share', unit: '', formula: 'sent queries that were answered ÷ queries sent' },
  { id: 'hours-to-answer', kind: 'mean', unit: 'hours', formula: 'hours from sending to answer ÷ answered queries' },
  { id: 'code-accepted', kind: 'share', unit: '', formula: 'codes accepted as suggested ÷ codes shown' },
  { id: 'code-edited', kind: 'share', unit: '', formula: 'codes changed before use ÷ codes shown' },
  { id: 'code-dismissed', kind: 'share', unit: '', formula: 'codes dismissed ÷ codes shown' },
  { id: 'added-accepted', kind: 'share', unit: '', formula: 'codes to add that were accepted ÷ codes to add shown' },
  {
    id: 'refined-accepted',
    kind: 'share',
    unit: '',
    formula: 'more exact codes that were accepted ÷ more exact codes shown',
  },
  {
    id: 'removed-accepted',
    kind: 'share',
    unit: '',
    formula: 'codes to remove that were accepted ÷ codes to remove shown',
  },
  {
    id: 'direction-balance',
    kind: 'mean',
    unit: 'from -1, only removals, to 1, only additions',
    formula: '(accepted codes to add − accepted codes to remove) ÷ codes accepted',
  },
  {
    id: 'days-to-ready',
    kind: 'mean',
    unit: 'days',
    formula: 'days from the end of a visit to its signed and read notes ÷ visits on the coders’ list',
  },
  {
    id: 'days-to-coder',
    kind: 'mean',
    unit: 'days',
    formula: 'days from signed and read notes to the first coder ÷ visits taken',
  },
  {
    id: 'days-to-draft',
    kind: 'mean',
    unit: 'days',
    formula: 'days from the first coder to the filed draft ÷ visits taken and filed',
  },
  {
    id: 'charge-lag',
    kind: 'mean',
    unit: 'days',
    formula: 'days from the end of a visit to its filed draft ÷ visits filed',
  },
  {
    id: 'days-to-filing',
    kind: 'mean',
    unit: 'days',
    formula: 'days from the first reading of a visit to its filed draft ÷ visits filed',
  },
  {
    id: 'first-finding-p50',
    kind: 'quantile',
    unit: 'ms',
    formula: 'median of the time from asking about a changed note to its first finding in the panel',
  },
  {
    id: 'first-finding-p95',
    kind: 'quantile',
    unit: 'ms',
    formula: '95th percentile of the same: so many of a hundred were quicker',
  },
  { id: 'model-failed', kind: 'share', unit: '', formula: 'calls of the model without a usable answer ÷ calls' },
  { id: 'model-cost', kind: 'mean', unit: 'micro-dollars a visit', formula: 'cost of the model ÷ visits read' },
] as const

export type Count = { readonly numerator: number; readonly denominator: number }

export type UseReport = {
  readonly measures: ReadonlyMap<MeasureId, Count>
  readonly dismissals: ReadonlyMap<string, number>
}

type Question = {
  readonly direction?: CodeDirection
  readonly choice?: DecisionChoice['kind']
  readonly reason?: string
  readonly sentAt?: string
  readonly answeredAt?: string
}

const ANSWERS: ReadonlySet<string> = new Set(['answer', 'answer-other', 'unable-to-determine'])
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** @param events in the order in which they happened. */
export function measureUse(events: readonly UseEvent[]): UseReport {
  const firstRead = new Map<string, string>()
  const filed = new Map<string, string>()
  const items = new Map<string, Item>()
  const stages = new Map<string, Stages>()
  const waits: number[] = []
  const model = { calls: 0, failed: 0, cost: 0 }
  for (const event of events) {
    switch (event.kind) {
      case 'analysis':
        if (!firstRead.has(event.encounter)) firstRead.set(event.encounter, event.at)
        if (event.firstFindingMs !== undefined) waits.push(event.firstFindingMs)
        break
      case 'ready':
      case 'taken':
        followStage(stages, event)
        break
      case 'filed':
        if (!filed.has(event.encounter)) filed.set(event.encounter, event.at)
        break
      case 'model':
        model.calls += 1
        model.cost += event.costMicroUsd
        if (event.hasFailed) model.failed += 1
        break
      case 'shown': {
        const key = `${event.encounter}/${event.fingerprint}`
        const { finding, direction } = event
        if (!items.has(key)) items.set(key, { finding, ...(direction && { direction }), history: [] })
        break
      }
      case 'decided':
        // What was shown before the first of these days is counted where it was shown.
        items.get(`${event.encounter}/${event.fingerprint}`)?.history.push(event)
        break
    }
  }
  const questions = [...items.values()]
    .filter(({ finding }) => finding === 'prompt')
    .map(({ history }) => settle(history))
  const codes = [...items.values()]
    .filter(({ finding }) => finding === 'code')
    .map(({ history, direction }): Question => ({ ...settle(history), ...(direction && { direction }) }))
  const accepted = codes.filter(({ choice, direction }) => choice === 'accept' && direction !== undefined)
  const towards = (all: readonly Question[], direction: CodeDirection) =>
    all.filter((one) => one.direction === direction).length
  const ofDirection = (direction: CodeDirection): Count => ({
    numerator: towards(accepted, direction),
    denominator: towards(codes, direction),
  })
  const answered = questions.filter(({ choice }) => choice !== undefined && ANSWERS.has(choice))
  const documented = answered.filter(({ choice }) => choice !== 'unable-to-determine')
  const sent = questions.filter(({ sentAt }) => sentAt !== undefined)
  const sentAnswered = sent.filter(({ answeredAt }) => answeredAt !== undefined)
  const lags = [...filed].flatMap(([encounter, at]) => {
    const from = firstRead.get(encounter)
    return from === undefined ? [] : [(Date.parse(at) - Date.parse(from)) / DAY_MS]
  })
  const chose = (all: readonly Question[], choice: DecisionChoice['kind']) =>
    all.filter((one) => one.choice === choice).length
  const measures = new Map<MeasureId, Count>([
    ['prompt-rate', { numerator: questions.length, denominator: firstRead.size }],
    ['answered', { numerator: answered.length, denominator: questions.length }],
    ['documented', { numerator: documented.length, denominator: questions.length }],
    ['agreed', { numerator: chose(answered, 'answer'), denominator: answered.length }],
    ['dismissed', { numerator: chose(questions, 'dismiss'), denominator: questions.length }],
    [
      'not-acted-on',
      { numerator: questions.filter(({ choice }) => choice === undefined).length, denominator: questions.length },
    ],
    ['sent-answered', { numerator: sentAnswered.length, denominator: sent.length }],
    ['hours-to-answer', { numerator: sum(sentAnswered.map(hoursToAnswer)), denominator: sentAnswered.length }],
    ['code-accepted', { numerator: chose(codes, 'accept'), denominator: codes.length }],
    ['code-edited', { numerator: chose(codes, 'edit'), denominator: codes.length }],
    ['code-dismissed', { numerator: chose(codes, 'dismiss'), denominator: codes.length }],
    ['added-accepted', ofDirection('add')],
    ['refined-accepted', ofDirection('refine')],
    ['removed-accepted', ofDirection('remove')],
    [
      'direction-balance',
      { numerator: towards(accepted, 'add') - towards(accepted, 'remove'), denominator: accepted.length },
    ],
    ['days-to-ready', meanDays([...stages.values()].map(({ end, ready }) => [end, ready]))],
    ['days-to-coder', meanDays([...stages.values()].map(({ ready, taken }) => [ready, taken]))],
    ['days-to-draft', meanDays([...stages].map(([encounter, { taken }]) => [taken, filed.get(encounter)]))],
    ['charge-lag', meanDays([...stages].map(([encounter, { end }]) => [end, filed.get(encounter)]))],
    ['days-to-filing', { numerator: sum(lags), denominator: lags.length }],
    ['first-finding-p50', { numerator: findQuantile(waits, 0.5), denominator: waits.length }],
    ['first-finding-p95', { numerator: findQuantile(waits, 0.95), denominator: waits.length }],
    ['model-failed', { numerator: model.failed, denominator: model.calls }],
    ['model-cost', { numerator: model.cost, denominator: model.calls === 0 ? 0 : firstRead.size }],
  ])
  return { measures, dismissals: countReasons(questions) }
}

type Item = {
  readonly finding: Decision['findingKind']
  readonly direction?: CodeDirection
  readonly history: Decided[]
}

/** Of one visit, when it first came so far. */
type Stages = { readonly end?: string; readonly ready: string; readonly taken?: string }

function followStage(
  stages: Map<string, Stages>,
  event: Extract<UseEvent, { readonly kind: 'ready' | 'taken' }>,
): void {
  const { encounter, at } = event
  const known = stages.get(encounter)
  if (event.kind === 'ready') {
    if (!known) stages.set(encounter, { ready: at, ...(event.visitEnd && { end: event.visitEnd }) })
    // Of visits that were ready before the first of these days, the stage is not known.
  } else if (known && known.taken === undefined) stages.set(encounter, { ...known, taken: at })
}

/** Of the visits that have come through both; what was done before the stage began took no time in it. */
function meanDays(pairs: readonly (readonly [from: string | undefined, to: string | undefined])[]): Count {
  const days = pairs.flatMap(([from, to]) =>
    from === undefined || to === undefined ? [] : [Math.max(0, Date.parse(to) - Date.parse(from)) / DAY_MS],
  )
  return { numerator: sum(days), denominator: days.length }
}

/** The smallest value that so large a part does not exceed. */
function findQuantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

type Decided = Extract<UseEvent, { readonly kind: 'decided' }>

/** What stands in the end: an undo takes back the newest; sending is remembered beside what came of it. */
function settle(history: readonly Decided[]): Question {
  const standing: Decided[] = []
  for (const event of history) {
    if (event.choice === 'undo') standing.pop()
    else standing.push(event)
  }
  const last = standing.findLast(({ choice }) => choice !== 'send')
  const sentAt = standing.find(({ choice }) => choice === 'send')?.at
  const answer = standing.findLast(({ choice }) => ANSWERS.has(choice))
  return {
    ...(last && { choice: last.choice }),
    ...(last?.reason !== undefined && { reason: last.reason }),
    ...(sentAt !== undefined && { sentAt }),
    ...(answer && sentAt !== undefined && answer.at >= sentAt && { answeredAt: answer.at }),
  }
}

function hoursToAnswer({ sentAt = '', answeredAt = '' }: Question): number {
  return (Date.parse(answeredAt) - Date.parse(sentAt)) / HOUR_MS
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function countReasons(questions: readonly Question[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { choice, reason } of questions) {
    if (choice === 'dismiss' && reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  return counts
}

/** The Monday of a day's week. */
export function findWeek(at: string): DateOnly {
  const day = new Date(`${at.slice(0, 10)}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
  return parseDateOnly(day.toISOString().slice(0, 10))
}
