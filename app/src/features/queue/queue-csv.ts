/** Items of the list as a table (RFC 4180). Counts and measures; the codes of an encounter are exported from its draft. */
import type { QueueItem } from '#coding/domain/queue-item.ts'
import { buildCsv } from '../../ui/csv.ts'
import { DISAGREEMENTS } from './queue-words.ts'

type Column = readonly [title: string, read: (item: QueueItem) => string | number | undefined]

const COLUMNS: readonly Column[] = [
  ['encounter', ({ encounterId }) => encounterId],
  ['patient', ({ patientId }) => patientId],
  ['service line', ({ serviceLine }) => serviceLine],
  ['date of service', ({ serviceDate }) => serviceDate],
  ['finished at', ({ finishedAt }) => finishedAt],
  ['state', ({ state }) => state.kind],
  [
    'reason',
    ({ state }) => (state.kind === 'held' ? state.reason : state.kind === 'finished' ? state.outcome : undefined),
  ],
  ['prepared', ({ prepared }) => prepared],
  ['urgency', ({ priority }) => Math.round(priority)],
  ['confidence', ({ confidence }) => confidence],
  ['complexity', ({ complexity }) => Math.round(complexity * 100) / 100],
  ['codes', ({ counts }) => counts.codes],
  ['questions', ({ counts }) => counts.questions],
  ['checks', ({ counts }) => counts.checks],
  ...DISAGREEMENTS.map(([kind, title]): Column => [title, ({ disagreements }) => disagreements[kind] ?? 0]),
]

export function buildQueueCsv(items: readonly QueueItem[]): string {
  return buildCsv([COLUMNS.map(([title]) => title), ...items.map((item) => COLUMNS.map(([, read]) => read(item)))])
}
