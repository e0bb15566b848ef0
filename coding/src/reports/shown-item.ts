/** A question or code that was shown, and what came of it. */
import type { DateOnly } from '../domain/date-only.ts'
import type { CellId } from './measures.ts'
import type { EventOf } from './use-event.ts'

export type ShownItem = {
  readonly encounter: string
  readonly finding: EventOf<'shown'>['finding']
  readonly direction: EventOf<'shown'>['direction']
  readonly family: string | undefined
  /** The Monday of the week in which it was first shown. */
  readonly week: DateOnly
  readonly requestId: string
  readonly history: EventOf<'decided'>[]
  /** What the notes made of it last, and when. */
  end?: { readonly became: EventOf<'moved'>['became']; readonly at: string }
  /** It came too late to be seen, and nobody has looked at the visit since. */
  isUnseen: boolean
}

export type Settled = {
  readonly cells: readonly CellId[]
  /** Of a dismissal. */
  readonly reason?: string
  readonly sentAt?: string
  readonly answeredAt?: string
}

const ANSWERS: ReadonlySet<string> = new Set(['answer', 'answer-other', 'unable-to-determine'])
type Decided = EventOf<'decided'>

/** What stands in the end: an undo takes back the newest. */
function listStanding(history: readonly Decided[]): readonly Decided[] {
  const standing: Decided[] = []
  for (const event of history) {
    if (event.choice === 'undo') standing.pop()
    else standing.push(event)
  }
  return standing
}

export function settleQuestion({ history, end }: ShownItem): Settled {
  const standing = listStanding(history)
  const last = standing.findLast(({ choice }) => choice !== 'send')
  const click = standing.findLast(({ choice }) => ANSWERS.has(choice))
  const sentAt = standing.find(({ choice }) => choice === 'send')?.at
  const answers = [click?.at ?? [], end?.became === 'resolved' ? end.at : []].flat()
  const [answeredAt] = answers.filter((at) => at >= (sentAt ?? at)).toSorted((a, b) => a.localeCompare(b))
  return {
    cells: [
      findOutcome(last, end?.became),
      ...(click ? [CLICKS[click.choice] ?? 'own-words'] : []),
      ...(sentAt === undefined
        ? []
        : [answeredAt === undefined ? ('query-open' as const) : ('query-answered' as const)]),
    ],
    ...(last?.choice === 'dismiss' && last.reason !== undefined && { reason: last.reason }),
    ...(sentAt !== undefined && { sentAt, ...(answeredAt !== undefined && { answeredAt }) }),
  }
}

const CLICKS: Readonly<Record<string, CellId>> = {
  answer: 'took-option',
  'answer-other': 'own-words',
  'unable-to-determine': 'unable',
}

/** What the note says counts before what was clicked. */
function findOutcome(last: Decided | undefined, became: EventOf<'moved'>['became'] | undefined): CellId {
  if (became === 'resolved') return 'documented'
  if (last && ANSWERS.has(last.choice)) return 'answered-by-click'
  if (last?.choice === 'dismiss') return 'dismissed'
  if (became === 'withdrawn') return 'withdrawn'
  return last?.choice === 'snooze' ? 'put-off' : 'left-alone'
}

const CODE_OUTCOMES: Readonly<Record<string, CellId>> = {
  accept: 'code-accepted',
  edit: 'code-edited',
  dismiss: 'code-dismissed',
}
const TAKEN = { add: 'added-taken', refine: 'refined-taken', remove: 'removed-taken' } as const
const LEFT = { add: 'added-left', refine: 'refined-left', remove: 'removed-left' } as const

export function settleCode({ history, direction }: ShownItem): Settled {
  const last = listStanding(history).at(-1)
  const outcome = CODE_OUTCOMES[last?.choice ?? ''] ?? 'code-left'
  if (direction === undefined) return { cells: [outcome, outcome === 'code-accepted' ? 'other-taken' : 'other-left'] }
  return { cells: [outcome, (outcome === 'code-accepted' ? TAKEN : LEFT)[direction]] }
}
