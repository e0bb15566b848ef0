// How fast the engine reads notes, against its budget and against the least that any reader of text must do.
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import type { DiagnosisCodeSet } from '#coding/code-sets/diagnosis-code-set.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { findPrompts } from '#coding/prompts/find-prompts.ts'
import { readEncounter } from '#coding/read-encounter.ts'
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'
import { atLeast, atMost, type Figure, MissingPrerequisite, type Part } from './figure.ts'
import { buildRecord, KB, readNotes } from './records.ts'
import { findReleases } from './releases.ts'
import { median, percentile, sum, time } from './statistics.ts'

/** Each note's own time is the median of its rounds, so that a neighbour on the machine is not counted as the engine. */
const ROUNDS = 3
const WARM_UP_MS = 3000
const WORD = /\w+/g
const LENGTHS_KB = [2, 10, 50, 200]

export const engine: Part = { name: 'engine', varies: true, run: runEngine }

async function runEngine(say: (line: string) => void): Promise<readonly Figure[]> {
  const knowledge = loadKnowledge()
  const { notes, origin } = readNotes()
  const figures = measure('embedded', createEmbeddedCodeSet(knowledge))
  try {
    const { diagnoses } = await loadCodeSets(await findReleases(say))
    return [...figures, ...measure('full release', diagnoses)]
  } catch (error) {
    if (!(error instanceof MissingPrerequisite)) throw error
    say(`the full release is left out: ${error.message}`)
    return figures
  }

  function measure(name: string, codeSet: DiagnosisCodeSet): readonly Figure[] {
    const analyse = (text: string) => analyseEncounter({ record: buildRecord(text), knowledge, codeSet })
    warmUp(() => notes.forEach(analyse))
    const analyses = notes.map((note) => timeRounds(() => analyse(note)))
    const readings = notes.map((note) => readEncounter({ record: buildRecord(note), knowledge, codeSet }))
    const prompts = readings.map((reading) => timeRounds(() => findPrompts(reading, knowledge)))
    const words = notes.map((note) => timeRounds(() => note.match(WORD)))
    const placed = notes.map((note) => timeRounds(() => Array.from(note.matchAll(WORD), ({ index }) => index)))
    const perKb = new Map(LENGTHS_KB.map((size) => [size, timePerKb(analyse, notes, size)]))
    const growth = (perKb.get(200) ?? 0) / (perKb.get(10) ?? 0)
    const curve = LENGTHS_KB.map((size) => `${size} KB ${(perKb.get(size) ?? 0).toFixed(3)}`).join(', ')
    return [
      { name: `${name}: p50`, value: percentile(analyses, 0.5), unit: 'ms', note: `${notes.length} notes: ${origin}` },
      { name: `${name}: p95`, value: percentile(analyses, 0.95), unit: 'ms', bar: atMost(5) },
      { name: `${name}: p99`, value: percentile(analyses, 0.99), unit: 'ms' },
      { name: `${name}: questions and their lint, p95`, value: percentile(prompts, 0.95), unit: 'ms', bar: atMost(3) },
      {
        name: `${name}: speed against a bare word regex`,
        value: sum(words) / sum(analyses),
        unit: '×',
        bar: atLeast(1 / 25),
        note: 'the same notes in the same run; aim 0.1',
      },
      { name: `${name}: speed against one that keeps offsets`, value: sum(placed) / sum(analyses), unit: '×' },
      {
        name: `${name}: time a KB at 200 KB against 10 KB`,
        value: growth,
        unit: '×',
        bar: atMost(1.5),
        note: `ms a KB: ${curve}`,
      },
    ]
  }
}

/** The compiler of the engine's code needs a second or two before it has seen what it needs. */
function warmUp(work: () => void): void {
  const until = performance.now() + WARM_UP_MS
  while (performance.now() < until) work()
}

function timeRounds(work: () => unknown): number {
  work()
  return median(Array.from({ length: ROUNDS }, () => time(work)))
}

/** Different notes one after another, so that a long text says as much as it would in a chart. */
function timePerKb(analyse: (text: string) => unknown, notes: readonly string[], size: number): number {
  const long = notes.join('\n\n')
  const source = long.repeat(Math.ceil((size * KB) / long.length))
  const texts = Array.from({ length: 5 }, (_, at) => source.slice(at * KB, at * KB + size * KB))
  const times = texts.map((text) => timeRounds(() => analyse(text)) / (text.length / KB))
  return median(times)
}
