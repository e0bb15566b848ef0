/** The questions of an encounter: events are appended, never changed; where each question stands is folded from them. */
import { parseStoredEvent } from '#coding/contract/prompt-state.ts'
import {
  type AnalysedEvent,
  advance,
  emptyLifecycle,
  type Lifecycle,
  type PersonEvent,
} from '#coding/prompts/lifecycle.ts'
import { listMoves, type QuestionMove } from '#coding/prompts/list-moves.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { Database, Scope } from './schema.ts'

export type StoredEvent = AnalysedEvent | PersonEvent

export type PromptStates = {
  readonly lifecycle: Lifecycle
  /** By what it is about: when each question came into the state that it is in. */
  readonly since: ReadonlyMap<string, string>
}

function step({ lifecycle, since }: PromptStates, event: StoredEvent, at: Date): PromptStates {
  const next = advance(lifecycle, event)
  const before = new Map(lifecycle.questions.map(({ about, state }) => [about, state.kind]))
  const moved = next.questions.filter(({ about, state }) => before.get(about) !== state.kind)
  const times = moved.map(({ about }) => [about, at.toISOString()] as const)
  return { lifecycle: next, since: new Map([...since, ...times]) }
}

export type EventRow = { readonly fingerprint: string; readonly event: string; readonly at: Date }

export function foldEvents(rows: readonly EventRow[], scope: Scope, cipher: ColumnCipher): PromptStates {
  return rows.reduce<PromptStates>(
    (states, { fingerprint, event, at }) => {
      const plain = cipher.decrypt(event, placeOfEvent(scope, fingerprint))
      return step(states, parseStoredEvent(JSON.parse(plain)), at)
    },
    { lifecycle: emptyLifecycle, since: new Map() },
  )
}

export async function readPromptStates(db: Database, scope: Scope, cipher: ColumnCipher): Promise<PromptStates> {
  const rows = await db
    .selectFrom('prompt_event')
    .select(['fingerprint', 'event', 'at'])
    .where('tenant', '=', scope.tenant)
    .where('encounter_ref', '=', scope.encounterRef)
    .orderBy('id')
    .execute()
  return foldEvents(rows, scope, cipher)
}

export type Happening = Scope & {
  readonly before: PromptStates
  readonly event: StoredEvent
  readonly actor: string
  readonly at: Date
}

/** An event that is to be stored; the cell is encrypted. */
export type EventCell = { readonly fingerprint: string; readonly event: string }

/** What becomes of the questions, and what of it is to be kept: what changes nothing is not, so that a panel that is looked at all day adds no rows. */
export function takeEvent(
  happening: Happening,
  cipher: ColumnCipher,
): { readonly after: PromptStates; readonly cells: readonly EventCell[]; readonly moves: readonly QuestionMove[] } {
  const { before, at } = happening
  const text = JSON.stringify(happening.event)
  // As it will be read: what is compared below was read before.
  const event = parseStoredEvent(JSON.parse(text))
  const after = step(before, event, at)
  if (JSON.stringify(after.lifecycle) === JSON.stringify(before.lifecycle))
    return { after: before, cells: [], moves: [] }
  const fingerprint = event.kind === 'analysed' ? 'analysis' : event.fingerprint
  const cells = [{ fingerprint, event: cipher.encrypt(text, placeOfEvent(happening, fingerprint)) }]
  return { after, cells, moves: listMoves(before.lifecycle, after.lifecycle) }
}

/** For what a person does; what an analysis brings is stored with all else of it (`record-step.ts`). */
export async function appendPromptEvent(
  db: Database,
  happening: Happening,
  cipher: ColumnCipher,
): Promise<PromptStates> {
  const { after, cells } = takeEvent(happening, cipher)
  await insertPromptCells(db, happening, cells)
  return after
}

/** For what was taken before; `takeEvent` says what is to be kept. */
export async function insertPromptCells(
  db: Database,
  { tenant, encounterRef, actor, at }: Pick<Happening, keyof Scope | 'actor' | 'at'>,
  cells: readonly EventCell[],
): Promise<void> {
  if (cells.length === 0) return
  const row = { tenant, encounter_ref: encounterRef, actor, at }
  await db
    .insertInto('prompt_event')
    .values(cells.map((cell) => ({ ...row, ...cell })))
    .execute()
}

/** Where the cell stands; see `column-cipher.ts`. */
export function placeOfEvent(scope: Scope, fingerprint: string): readonly string[] {
  return [scope.tenant, 'prompt_event', 'event', scope.encounterRef, fingerprint]
}
