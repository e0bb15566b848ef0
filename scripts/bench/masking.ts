// How long notes take to be masked before a model reads them, without the names of a chart.
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { loadDictionaries } from '#proxy/masking/dictionaries.ts'
import { maskNotes } from '#proxy/masking/mask-notes.ts'
import { atMost, type Figure, type Part } from './figure.ts'
import { DATE_OF_SERVICE, KB, readNotes } from './records.ts'
import { median, percentile, time } from './statistics.ts'

/** A text's own time is the median of its rounds, so that a neighbour on the machine is not counted as masking. */
const ROUNDS = 5
const WARM_UP_MS = 3000
const TEXTS = 100

export const masking: Part = { name: 'masking', varies: true, run: runMasking }

function runMasking(): readonly Figure[] {
  loadDictionaries()
  const { notes, origin } = readNotes()
  const long = notes.join('\n\n')
  const short = cutTexts(long, 10 * KB, TEXTS)
  const until = performance.now() + WARM_UP_MS
  while (performance.now() < until) short.forEach(mask)
  const times = short.map(timeRounds)
  const largest = median(cutTexts(long, 200 * KB, 5).map(timeRounds))
  return [
    { name: '10 KB: p50', value: percentile(times, 0.5), unit: 'ms', note: `texts cut from ${origin}` },
    { name: '10 KB: p95', value: percentile(times, 0.95), unit: 'ms', bar: atMost(2) },
    { name: '200 KB', value: largest, unit: 'ms' },
    { name: 'time a KB at 200 KB against 10 KB', value: largest / 20 / median(times), unit: '×', bar: atMost(1.5) },
  ]
}

/** Different stretches of different notes; where there are few, they come again. */
function cutTexts(long: string, size: number, count: number): readonly string[] {
  const source = long.repeat(Math.ceil((size * 2) / long.length))
  const step = Math.floor((source.length - size) / count)
  return Array.from({ length: count }, (_, at) => source.slice(at * step, at * step + size))
}

function timeRounds(text: string): number {
  return median(Array.from({ length: ROUNDS }, () => time(() => mask(text))))
}

function mask(text: string): void {
  maskNotes(
    { notes: [{ id: 'note', text }], dateOfService: parseDateOnly(DATE_OF_SERVICE) },
    // No secret is at stake here, and drawing secure numbers is not masking's own time.
    (below) => Math.floor(Math.random() * below),
  )
}
