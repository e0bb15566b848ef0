/**
 * Counts what is on record, one event at a time, so that a trail of any length can be read in pages: for all days, for
 * each week, and for each family of questions and codes.
 */

import type { DateOnly } from '../domain/date-only.ts'
import { getOrMake } from '../domain/get-or-make.ts'
import { addDays, findWeek as findMonday } from './find-week.ts'
import { type AmountId, type CellId, LINES, type LineId, type SeriesId } from './measures.ts'
import { type Settled, type ShownItem, settleCode, settleQuestion } from './shown-item.ts'
import type { Cell } from './suppress-small.ts'
import type { EventOf, UseEvent } from './use-event.ts'

/** What comes of a question, code or visit later than this after its week is not counted: so every week has had as long, whatever range it is part of. */
export const FOLLOWED_DAYS = 28

export type UseRange = { readonly from: DateOnly; readonly to: DateOnly }

export type TallyRow = {
  readonly cells: ReadonlyMap<CellId, Cell>
  /** Visits of each whole: one that is in several of its parts counts once. */
  readonly visits: ReadonlyMap<LineId, number>
  readonly amounts: ReadonlyMap<AmountId, Cell & { readonly sum: number }>
  readonly series: ReadonlyMap<SeriesId, { readonly values: readonly number[]; readonly visits: number }>
}

export type FamilyRow = { readonly of: 'prompt' | 'code'; readonly name: string | undefined; readonly row: TallyRow }

export type Tally = {
  readonly whole: TallyRow
  readonly weeks: ReadonlyMap<DateOnly, TallyRow>
  readonly families: readonly FamilyRow[]
  readonly dismissals: ReadonlyMap<string, Cell>
}

export type UseTally = { readonly take: (event: UseEvent) => void; readonly finish: () => Tally }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

type Visit = {
  readonly week: DateOnly
  firstRead?: string
  notes: number
  /** From the first day on which it was ready for a coder. */
  stage?: { readonly end?: string; readonly ready: string; taken?: string }
  filed?: string
  modelCost?: number
}

/** @param range whole weeks; later events say what came of what began in it, and earlier ones nothing. */
export function createUseTally({ from, to }: UseRange): UseTally {
  const items = new Map<string, ShownItem>()
  /** Words of a question that go on in others: the key of the first ones. */
  const roots = new Map<string, string>()
  const visits = new Map<string, Visit>()
  /** Of each visit what was shown, for calls that came too late. */
  const shownIn = new Map<string, ShownItem[]>()
  const book = createBook()
  /** Of days, and the days on which weeks are followed no more: a trail has few of them, and many events on each. */
  const mondays = new Map<string, DateOnly>()
  const ends = new Map<DateOnly, DateOnly>()

  const keyOf = (encounter: string, fingerprint: string): string => {
    const key = `${encounter}/${fingerprint}`
    return roots.get(key) ?? key
  }
  const isWithin = (at: string): boolean => at.slice(0, 10) >= from && at.slice(0, 10) <= to
  const isFollowed = (week: DateOnly, at: string): boolean =>
    at < getOrMake(ends, week, () => addDays(week, 7 + FOLLOWED_DAYS))
  const findWeek = (at: string): DateOnly => getOrMake(mondays, at.slice(0, 10), () => findMonday(at))
  const findVisit = ({ at, encounter }: EventOf<'reading' | 'ready' | 'taken' | 'filed' | 'model'>) => {
    const known = visits.get(encounter)
    if (known) return isFollowed(known.week, at) ? known : undefined
    if (!isWithin(at)) return undefined
    const visit: Visit = { week: findWeek(at), notes: 0 }
    visits.set(encounter, visit)
    return visit
  }
  const wait = (
    { of, ms }: NonNullable<EventOf<'reading'>['wait']>,
    { at, encounter }: EventOf<'reading' | 'waited'>,
  ) => {
    if (isWithin(at)) book.addValue({ week: findWeek(at), encounter }, of, ms)
  }

  const show = (event: EventOf<'shown'>): void => {
    const { at, encounter, finding, fingerprint, direction, family, requestId, clinician } = event
    if (!isWithin(at)) return
    if (clinician !== undefined && finding === 'prompt') book.addClinician(findWeek(at), clinician)
    const key = keyOf(encounter, fingerprint)
    const known = items.get(key)
    if (known) return
    const item: ShownItem = {
      ...{ encounter, finding, direction, family, requestId },
      week: findWeek(at),
      history: [],
      isUnseen: false,
    }
    items.set(key, item)
    const others = shownIn.get(encounter)
    if (others) others.push(item)
    else shownIn.set(encounter, [item])
  }

  const move = ({ at, encounter, fingerprint, became, was }: EventOf<'moved'>): void => {
    if (was !== undefined) {
      const root = keyOf(encounter, was)
      const key = `${encounter}/${fingerprint}`
      if (key !== root) roots.set(key, root)
    }
    const item = items.get(keyOf(encounter, fingerprint))
    if (item && isFollowed(item.week, at)) item.end = { became, at }
  }

  const read = (event: EventOf<'reading'>): void => {
    const visit = findVisit(event)
    if (visit) {
      visit.firstRead ??= event.at
      visit.notes = Math.max(visit.notes, event.notes ?? 0)
      // What nobody saw in time is seen now, if it is still asked.
      for (const item of shownIn.get(event.encounter) ?? []) item.isUnseen = false
    }
    if (event.wait) wait(event.wait, event)
  }

  const call = (event: EventOf<'model'>): void => {
    const { at, encounter, costMicroUsd, hasFailed, items: brought, invented = 0 } = event
    const visit = findVisit(event)
    if (visit) visit.modelCost = (visit.modelCost ?? 0) + costMicroUsd
    if (!isWithin(at)) return
    const place = { week: findWeek(at), encounter }
    book.addCell(place, hasFailed ? 'call-failed' : 'call-usable')
    if (brought === undefined) return
    book.addCell(place, 'item-invented', invented)
    book.addCell(place, 'item-other', brought - invented)
  }

  const follow = (event: EventOf<'ready' | 'taken' | 'filed'>): void => {
    const visit = findVisit(event)
    if (!visit) return
    if (event.kind === 'ready') visit.stage ??= { ready: event.at, ...(event.visitEnd && { end: event.visitEnd }) }
    else if (event.kind === 'filed') visit.filed ??= event.at
    // Of visits that were ready before the first of these days, the stage is not known.
    else if (visit.stage) visit.stage.taken ??= event.at
  }

  const take = (event: UseEvent): void => {
    switch (event.kind) {
      case 'day':
        if (isWithin(event.at)) book.addDay(event)
        break
      case 'audited':
        if (isWithin(event.at)) book.addAudited(event)
        break
      case 'reading':
        read(event)
        break
      case 'waited':
        if (event.wait) wait(event.wait, event)
        break
      case 'shown':
        show(event)
        break
      case 'unseen':
        for (const item of shownIn.get(event.encounter) ?? []) {
          if (item.requestId === event.requestId && item.history.length === 0) item.isUnseen = true
        }
        break
      case 'moved':
        move(event)
        break
      case 'decided': {
        const item = items.get(keyOf(event.encounter, event.fingerprint))
        // What was shown before the first of these days is counted where it was shown.
        if (item && isFollowed(item.week, event.at)) {
          item.history.push(event)
          item.isUnseen = false
        }
        break
      }
      case 'ready':
      case 'taken':
      case 'filed':
        follow(event)
        break
      case 'model':
        call(event)
        break
    }
  }

  const finish = (): Tally => {
    const queried = new Set<string>()
    for (const item of items.values()) {
      if (item.isUnseen || item.finding === 'check') continue
      const settled = item.finding === 'prompt' ? settleQuestion(item) : settleCode(item)
      if (settled.sentAt !== undefined) queried.add(item.encounter)
      book.addItem(item, settled)
    }
    for (const [encounter, visit] of visits) book.addVisit(encounter, visit, queried.has(encounter))
    return book.close()
  }

  return { take, finish }
}

type Place = { readonly week: DateOnly; readonly encounter: string }

type OpenCell = { count: number; readonly visits: Set<string> }
type OpenRow = {
  readonly cells: Map<CellId, OpenCell>
  readonly amounts: Map<AmountId, OpenCell & { sum: number }>
  readonly series: Map<SeriesId, { readonly values: number[]; readonly visits: Set<string> }>
  readonly clinicians: Set<string>
  /** Counted without knowing whose they are. */
  readonly days: { finished: number; reviewed: number }
}

function openRow(): OpenRow {
  return {
    cells: new Map(),
    amounts: new Map(),
    series: new Map(),
    clinicians: new Set(),
    days: { finished: 0, reviewed: 0 },
  }
}

function addTo(row: OpenRow, { encounter, id, count }: { encounter: string; id: CellId; count: number }): void {
  if (count === 0) return
  const cell = getOrMake(row.cells, id, () => ({ count: 0, visits: new Set<string>() }))
  cell.count += count
  cell.visits.add(encounter)
}

/** The rows that are counted into. */
function createBook() {
  const whole = openRow()
  const weeks = new Map<DateOnly, OpenRow>()
  const families = new Map<
    string,
    { readonly of: 'prompt' | 'code'; readonly name: string | undefined; row: OpenRow }
  >()
  const dismissals = new Map<string, OpenCell>()

  const rowsOf = (week: DateOnly): readonly OpenRow[] => [whole, getOrMake(weeks, week, openRow)]
  const addCell = ({ week, encounter }: Place, id: CellId, count = 1): void => {
    for (const row of rowsOf(week)) addTo(row, { encounter, id, count })
  }
  const addAmount = ({ week, encounter }: Place, id: AmountId, sum: number): void => {
    for (const row of rowsOf(week)) {
      const amount = getOrMake(row.amounts, id, () => ({ count: 0, sum: 0, visits: new Set<string>() }))
      amount.count += 1
      amount.sum += sum
      amount.visits.add(encounter)
    }
  }
  const addValue = ({ week, encounter }: Place, id: SeriesId, value: number): void => {
    for (const row of rowsOf(week)) {
      const kept = getOrMake(row.series, id, () => ({ values: [], visits: new Set<string>() }))
      kept.values.push(value)
      kept.visits.add(encounter)
    }
  }

  return {
    addCell,
    addValue,
    addClinician: (week: DateOnly, clinician: string): void => {
      for (const row of rowsOf(week)) row.clinicians.add(clinician)
    },
    addDay: ({ at, finished, reviewed }: EventOf<'day'>): void => {
      for (const { days } of rowsOf(findMonday(at))) {
        days.finished += finished
        days.reviewed += reviewed
      }
    },
    addAudited: ({ at, encounter, codes }: EventOf<'audited'>): void => {
      for (const { family, verdict } of codes) {
        const id = `audited-${verdict}` as const
        addCell({ week: findMonday(at), encounter }, id)
        const { row } = getOrMake(
          families,
          `code/${family}`,
          () => ({ of: 'code', name: family, row: openRow() }) as const,
        )
        addTo(row, { encounter, id, count: 1 })
      }
    },
    addItem: (item: ShownItem, { cells, reason, sentAt, answeredAt }: Settled): void => {
      const { encounter, finding, family } = item
      const of = finding === 'prompt' ? 'prompt' : 'code'
      const { row } = getOrMake(families, `${of}/${family}`, () => ({ of, name: family, row: openRow() }) as const)
      for (const id of cells) {
        addCell(item, id)
        addTo(row, { encounter, id, count: 1 })
      }
      if (reason !== undefined) {
        const cell = getOrMake(dismissals, reason, () => ({ count: 0, visits: new Set<string>() }))
        cell.count += 1
        cell.visits.add(encounter)
      }
      if (sentAt !== undefined && answeredAt !== undefined) {
        addValue(item, 'hours-to-answer', (Date.parse(answeredAt) - Date.parse(sentAt)) / HOUR_MS)
      }
    },
    addVisit: (encounter: string, visit: Visit, isQueried: boolean): void => {
      const { week, firstRead, notes, stage, filed, modelCost } = visit
      const place = { week, encounter }
      if (firstRead !== undefined) addCell(place, isQueried ? 'visit-queried' : 'visit-not-queried')
      if (notes > 0) addAmount(place, 'notes', notes)
      if (modelCost !== undefined) addAmount(place, 'model-cost', modelCost)
      const days = (id: AmountId, [begin, end]: readonly [string | undefined, string | undefined]): void => {
        if (begin === undefined || end === undefined) return
        // What was done before the stage began took no time in it.
        addAmount(place, id, Math.max(0, Date.parse(end) - Date.parse(begin)) / DAY_MS)
      }
      days('days-to-filing', [firstRead, filed])
      days('days-to-ready', [stage?.end, stage?.ready])
      days('days-to-coder', [stage?.ready, stage?.taken])
      days('days-to-draft', [stage?.taken, filed])
      days('charge-lag', [stage?.end, filed])
    },
    close: (): Tally => ({
      whole: closeRow(whole),
      weeks: new Map(
        [...weeks].map(([week, row]) => [week, closeRow(row)] as const).toSorted(([a], [b]) => a.localeCompare(b)),
      ),
      families: [...families.values()].map(({ of, name, row }) => ({ of, name, row: closeRow(row) })),
      dismissals: new Map([...dismissals].map(([reason, cell]) => [reason, closeCell(cell)])),
    }),
  }
}

function closeCell({ count, visits }: OpenCell): Cell {
  return { count, visits: visits.size }
}

const LINE_IDS = Object.keys(LINES).filter((id): id is LineId => id in LINES)

function countVisits(cells: OpenRow['cells'], { finished }: OpenRow['days']): TallyRow['visits'] {
  const listVisits = (line: LineId): readonly string[] =>
    LINES[line].flatMap((id) => [...(cells.get(id)?.visits ?? [])])
  const counts = LINE_IDS.map((line) => [line, new Set(listVisits(line)).size] as const)
  return new Map([...counts, ['finished', finished] as const])
}

function closeRow({ cells, amounts, series, clinicians, days }: OpenRow): TallyRow {
  const closed = new Map([...cells].map(([id, cell]) => [id, closeCell(cell)]))
  if (days.finished > 0) {
    const unread = days.finished - days.reviewed
    closed.set('visit-reviewed', { count: days.reviewed, visits: days.reviewed })
    closed.set('visit-unreviewed', { count: unread, visits: unread })
  }
  const people = { sum: clinicians.size, count: clinicians.size, visits: clinicians.size }
  return {
    cells: closed,
    visits: countVisits(cells, days),
    amounts: new Map([
      ...[...amounts].map(([id, amount]) => [id, { ...closeCell(amount), sum: amount.sum }] as const),
      ...(clinicians.size > 0 ? [['clinicians', people] as const] : []),
    ]),
    series: new Map([...series].map(([id, { values, visits }]) => [id, { values, visits: visits.size }])),
  }
}
