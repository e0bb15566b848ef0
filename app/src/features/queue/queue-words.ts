/** The coders' list in plain words. */
import type { QueueSort, QueueView } from '#coding/contract/queue.ts'
import type { DisagreementKind, QueueItem, QueueOutcome } from '#coding/domain/queue-item.ts'
import { formatDay } from '../../ui/format-date.ts'
import type { Looking } from './coder-names.ts'

export const VIEWS: readonly (readonly [QueueView, string])[] = [
  ['open', 'Open'],
  ['mine', 'Mine'],
  ['locked', 'With a coder'],
  ['held', 'On hold'],
  ['returned', 'With the provider'],
  ['finished', 'Finished'],
]

export const SORTS: readonly (readonly [QueueSort, string])[] = [
  ['priority', 'Most urgent'],
  ['date', 'Oldest visit'],
  ['confidence', 'Least sure'],
  ['complexity', 'Most complex'],
  ['line', 'Service line'],
]

export const DISAGREEMENTS: readonly (readonly [DisagreementKind, string])[] = [
  ['unsupported', 'On the chart without words in the notes'],
  ['not-on-chart', 'In the notes and not on the chart'],
  ['other-code', 'Chart and notes name different codes of one category'],
  ['model-alone', 'Found by the model alone'],
  ['model-against-rules', 'Model and rules name different codes'],
]

/** Of the mode `auto-draft`; made by software, so it says so. */
export const PREPARED: Readonly<Record<NonNullable<QueueItem['prepared']>, string>> = {
  review: 'Prepared by software, for review',
  'full-review': 'Drawn for full review',
}

export const OUTCOMES: readonly (readonly [QueueOutcome, string])[] = [
  ['filed', 'Draft filed'],
  ['nothing-to-code', 'Nothing to code'],
  ['coded-elsewhere', 'Coded elsewhere'],
  ['duplicate', 'Duplicate'],
]

/** The EHR's own id, because the list keeps no names: with the date it finds the visit in the EHR. */
export function nameItem({ serviceDate, encounterId }: Pick<QueueItem, 'serviceDate' | 'encounterId'>): string {
  return `Visit of ${formatDay(serviceDate)}, encounter ${encounterId}`
}

export function describeCounts({ counts, disagreements, prepared }: QueueItem): string {
  const differing = Object.values(disagreements).reduce((total, count) => total + count, 0)
  const words = [
    countWords(counts.codes, 'code'),
    countWords(counts.questions, 'question'),
    countWords(counts.checks, 'check'),
    countWords(differing, 'disagreement'),
    prepared && lower(PREPARED[prepared]),
  ].flatMap((text) => text ?? [])
  return words.length === 0 ? 'nothing found' : words.join(', ')
}

function countWords(count: number, word: string): string | undefined {
  return count === 0 ? undefined : `${count} ${word}${count === 1 ? '' : 's'}`
}

export function describeState({ state, lock, assignedTo, since }: QueueItem, looking: Looking): string {
  const { now } = looking
  const time = since === undefined ? '' : ` for ${describeAge(since, now)}`
  switch (state.kind) {
    case 'held':
      return `on hold${time}`
    case 'returned':
      return `with its provider${time}`
    case 'finished':
      return `finished: ${lower(OUTCOMES.find(([outcome]) => outcome === state.outcome)?.[1] ?? state.outcome)}`
    case 'open':
      if (lock && Date.parse(lock.until) > now) return `with ${nameCoder(lock.by, looking)}`
      if (assignedTo !== undefined) return `given to ${nameCoder(assignedTo, looking)}`
      return 'open'
  }
}

/** Why this coder cannot take it, and what they can do: the proxy would refuse it, too. */
export function describeStranger(item: QueueItem, looking: Looking): string | undefined {
  const locked = describeOthersLock(item, looking)
  if (locked !== undefined) return `${locked} Ask them to give it back, or go on with another one.`
  const { assignedTo } = item
  if (assignedTo !== undefined && assignedTo !== looking.me) {
    return `This encounter was given to ${nameCoder(assignedTo, looking)}. They, or an administrator, can give it to somebody else.`
  }
  return undefined
}

/** Whose lock the ledger would not write against; see `requireOwnLock` of the proxy. */
export function describeOthersLock({ lock }: QueueItem, looking: Looking): string | undefined {
  const { me, now } = looking
  if (!lock || lock.by === me || Date.parse(lock.until) <= now) return undefined
  const minutes = Math.ceil((Date.parse(lock.until) - now) / 60_000)
  const time = `${minutes} more minute${minutes === 1 ? '' : 's'}`
  const who = nameCoder(lock.by, looking)
  return `${who.charAt(0).toUpperCase()}${who.slice(1)} has this encounter for ${time}, and longer if they go on with it.`
}

/** Coders of a site know each other; who signed in without a name stays another coder. */
function nameCoder(coder: string, { me, names }: Looking): string {
  return coder === me ? 'you' : (names?.get(coder) ?? 'another coder')
}

/** Whether this person has it now, so that they alone may go on with it. */
export function isMine({ state, lock }: QueueItem, me: string, now: number): boolean {
  return state.kind === 'open' && lock?.by === me && Date.parse(lock.until) > now
}

export function describeAge(finishedAt: string, now: number): string {
  const hours = Math.max(0, Math.floor((now - Date.parse(finishedAt)) / 3_600_000))
  if (hours < 24) return `${hours} h`
  return `${Math.floor(hours / 24)} d`
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
