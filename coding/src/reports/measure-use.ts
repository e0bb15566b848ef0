/**
 * How Postil is used at a site, counted from what is on record: the measures of documentation integrity and of coding
 * that a manager is asked for. Each has its formula, numerator and denominator; nothing here names a person or a patient,
 * and a count below five people's worth of events is not told (see `suppress-small.ts`).
 */
import { type DateOnly, parseDateOnly } from '../domain/date-only.ts'
import type { Decision, DecisionChoice } from '../domain/decision.ts'

/** One thing on record; encounters and findings by opaque references. */
export type UseEvent = { readonly at: string; readonly encounter: string } & (
  | { readonly kind: 'analysis' }
  | { readonly kind: 'shown'; readonly finding: Decision['findingKind']; readonly fingerprint: string }
  | {
      readonly kind: 'decided'
      readonly finding: Decision['findingKind']
      readonly fingerprint: string
      readonly choice: DecisionChoice['kind']
      readonly reason?: string
    }
  /** A draft that the EHR has taken. */
  | { readonly kind: 'filed' }
  | { readonly kind: 'model'; readonly costMicroUsd: number; readonly hasFailed: boolean }
)

export type MeasureId = (typeof MEASURES)[number]['id']

/** In the order in which they are shown. `share`: numerator of denominator; `mean`: sum over count. */
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
  {
    id: 'days-to-filing',
    kind: 'mean',
    unit: 'days',
    formula: 'days from the first reading of a visit to its filed draft ÷ visits filed',
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
  const items = new Map<string, { readonly finding: Decision['findingKind']; history: Decided[] }>()
  const model = { calls: 0, failed: 0, cost: 0 }
  for (const event of events) {
    switch (event.kind) {
      case 'analysis':
        if (!firstRead.has(event.encounter)) firstRead.set(event.encounter, event.at)
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
        if (!items.has(key)) items.set(key, { finding: event.finding, history: [] })
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
  const codes = [...items.values()].filter(({ finding }) => finding === 'code').map(({ history }) => settle(history))
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
    ['days-to-filing', { numerator: sum(lags), denominator: lags.length }],
    ['model-failed', { numerator: model.failed, denominator: model.calls }],
    ['model-cost', { numerator: model.cost, denominator: model.calls === 0 ? 0 : firstRead.size }],
  ])
  return { measures, dismissals: countReasons(questions) }
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
