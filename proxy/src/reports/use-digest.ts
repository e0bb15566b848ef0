/**
 * What a stretch of the trail says of use, as short as it can be kept: a row of numbers an event, some of which name
 * texts of one list. Rows of a trail never change, so neither does this; the trail stays the truth.
 */
import * as z from 'zod/mini'
import { QUESTION_MOVES } from '#coding/prompts/list-moves.ts'
import type { EventOf, UseEvent } from '#coding/reports/use-event.ts'
import { CHOICES, DIRECTIONS, FINDINGS, type NumberedEvent } from './use-entries.ts'

/** Rows of the trail in one digest: the numbers 1 to 5000, and so on. */
export const BLOCK = 5000
/** Of what is below. A digest of another format is made anew. */
const FORMAT = 1

const KINDS = [
  'reading',
  'waited',
  'shown',
  'unseen',
  'moved',
  'decided',
  'ready',
  'taken',
  'filed',
  'model',
] as const satisfies readonly UseEvent['kind'][]
const WAITS = ['first-finding', 'card', 'note-of-batch'] as const
/** Row, time, kind, encounter, and six more of which each kind has its own. */
const WIDTH = 10
const ABSENT = -1

/** Fifty thousand at once: a schema for each would take longer than all the rest. */
const listOf = <Kind extends 'string' | 'number', Value>(kind: Kind) =>
  z.custom<Value[]>((value) => Array.isArray(value) && value.every((one) => typeof one === kind))
const digest = z.object({
  format: z.literal(FORMAT),
  texts: listOf<'string', string>('string'),
  cells: listOf<'number', number>('number'),
})

/** @returns undefined for events that it could not give back as they are. */
export function encodeBlock(events: readonly NumberedEvent[], block: number): string | undefined {
  const texts: string[] = []
  const places = new Map<string, number>()
  const text = (one: string | undefined): number => {
    if (one === undefined) return ABSENT
    const known = places.get(one)
    if (known !== undefined) return known
    places.set(one, texts.length)
    texts.push(one)
    return texts.length - 1
  }
  const cells: number[] = []
  for (const { seq, event } of events) {
    if (event.kind === 'day' || event.kind === 'audited') return undefined
    const at = Date.parse(event.at)
    if (Number.isNaN(at) || new Date(at).toISOString() !== event.at) return undefined
    const own = encodeOwn(event, text)
    const padding = Array.from({ length: WIDTH - 4 - own.length }, () => ABSENT)
    cells.push(seq - block * BLOCK, at, KINDS.indexOf(event.kind), text(event.encounter), ...own, ...padding)
  }
  return JSON.stringify({ format: FORMAT, texts, cells } satisfies z.output<typeof digest>)
}

type TextOf = (one: string | undefined) => number

function encodeOwn(event: Exclude<UseEvent, EventOf<'day' | 'audited'>>, text: TextOf): readonly number[] {
  switch (event.kind) {
    case 'reading':
      return [event.notes ?? ABSENT, ...encodeWait(event)]
    case 'waited':
      return [ABSENT, ...encodeWait(event)]
    case 'shown': {
      const { finding, fingerprint, requestId, direction, family, clinician } = event
      const names = [text(fingerprint), text(requestId)]
      const way = direction === undefined ? ABSENT : DIRECTIONS.indexOf(direction)
      return [FINDINGS.indexOf(finding), ...names, way, text(family), text(clinician)]
    }
    case 'unseen':
      return [ABSENT, ABSENT, text(event.requestId)]
    case 'moved':
      return [QUESTION_MOVES.indexOf(event.became), text(event.fingerprint), text(event.was)]
    case 'decided':
      return [
        FINDINGS.indexOf(event.finding),
        text(event.fingerprint),
        CHOICES.indexOf(event.choice),
        text(event.reason),
      ]
    case 'model':
      return [event.costMicroUsd, event.hasFailed ? 1 : 0, event.items ?? ABSENT, event.invented ?? ABSENT]
    case 'ready':
    case 'taken':
    case 'filed':
      return []
  }
}

function encodeWait({ wait }: EventOf<'reading' | 'waited'>): readonly number[] {
  return wait ? [WAITS.indexOf(wait.of), wait.ms] : []
}

/** Whether anything can come of an event; asked in the order of the trail, before the event is made. */
export type IsWanted = (event: {
  readonly kind: UseEvent['kind']
  readonly at: number
  readonly encounter: string
}) => boolean

/** @returns undefined for what is no digest of this format: the trail is read instead. */
export function decodeBlock(
  content: string,
  block: number,
  isWanted: IsWanted = () => true,
): readonly NumberedEvent[] | undefined {
  const parsed = digest.safeParse(parseJson(content))
  if (!parsed.success || parsed.data.cells.length % WIDTH !== 0) return undefined
  const { texts, cells } = parsed.data
  const events: NumberedEvent[] = []
  for (let start = 0; start < cells.length; start += WIDTH) {
    const at = cells[start + 1] ?? ABSENT
    const kind = KINDS[cells[start + 2] ?? ABSENT]
    const encounter = texts[cells[start + 3] ?? ABSENT]
    if (kind === undefined || encounter === undefined) return undefined
    if (!isWanted({ kind, at, encounter })) continue
    const event = decodeEvent(texts, cells, { start, kind, place: { at: new Date(at).toISOString(), encounter } })
    if (!event) return undefined
    events.push({ seq: (cells[start] ?? 0) + block * BLOCK, event })
  }
  return events
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}

type Row = {
  readonly start: number
  readonly kind: (typeof KINDS)[number]
  readonly place: { readonly at: string; readonly encounter: string }
}

function decodeEvent(
  texts: readonly string[],
  cells: readonly number[],
  { start, kind, place }: Row,
): UseEvent | undefined {
  const cell = (column: number): number => cells[start + column] ?? ABSENT
  const text = (column: number): string | undefined => texts[cell(column)]
  const wait = decodeWait(cell(5), cell(6))
  switch (kind) {
    case 'reading':
      return { ...place, kind, ...(cell(4) !== ABSENT && { notes: cell(4) }), ...wait }
    case 'waited':
      return { ...place, kind, ...wait }
    case 'shown': {
      const [finding, fingerprint, requestId] = [FINDINGS[cell(4)], text(5), text(6)]
      if (!finding || fingerprint === undefined || requestId === undefined) return undefined
      const [direction, family, clinician] = [DIRECTIONS[cell(7)], text(8), text(9)]
      return {
        ...place,
        kind,
        finding,
        fingerprint,
        requestId,
        ...(direction && { direction }),
        ...(family !== undefined && { family }),
        ...(clinician !== undefined && { clinician }),
      }
    }
    case 'unseen': {
      const requestId = text(6)
      return requestId === undefined ? undefined : { ...place, kind, requestId }
    }
    case 'moved': {
      const [became, fingerprint, was] = [QUESTION_MOVES[cell(4)], text(5), text(6)]
      if (!became || fingerprint === undefined) return undefined
      return { ...place, kind, fingerprint, became, ...(was !== undefined && { was }) }
    }
    case 'decided': {
      const [finding, fingerprint, choice, reason] = [FINDINGS[cell(4)], text(5), CHOICES[cell(6)], text(7)]
      if (!finding || fingerprint === undefined || !choice) return undefined
      return { ...place, kind, finding, fingerprint, choice, ...(reason !== undefined && { reason }) }
    }
    case 'model': {
      const [items, invented] = [cell(6), cell(7)]
      const brought = { ...(items !== ABSENT && { items }), ...(invented !== ABSENT && { invented }) }
      return { ...place, kind, costMicroUsd: cell(4), hasFailed: cell(5) === 1, ...brought }
    }
    case 'ready':
    case 'taken':
    case 'filed':
      return { ...place, kind }
  }
}

function decodeWait(of: number, ms: number): Pick<EventOf<'waited'>, 'wait'> {
  const name = WAITS[of]
  return name === undefined ? {} : { wait: { of: name, ms } }
}
