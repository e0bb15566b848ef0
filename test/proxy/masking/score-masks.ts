/** Covered recall and token precision, counted as the scorer of the development split counts them. */
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { maskNotes } from '#proxy/masking/mask-notes.ts'
import type { RandomSource } from '#proxy/masking/masked-notes.ts'
import type { PlantedNote, PlantedSpan } from './read-planted-notes.ts'

export const DATE_OF_SERVICE = parseDateOnly('2026-01-20')

/** Park and Miller's generator: the same numbers in every run. */
export function createRandom(seed: number): RandomSource {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

export type MaskScore = {
  readonly recall: number
  readonly precision: number
  readonly clean: number
  readonly missed: readonly { readonly id: string; readonly label: string; readonly text: string }[]
}

type Span = Pick<PlantedSpan, 'start' | 'end'>

const TOKEN = /[A-Za-z0-9]+/g
const touches = (spans: readonly Span[], { start, end }: Span): boolean =>
  spans.some((span) => span.start < end && start < span.end)
const holds = (spans: readonly Span[], { start, end }: Span): boolean =>
  spans.some((span) => span.start <= start && end <= span.end)

function listTokens(note: string, within: Span = { start: 0, end: note.length }): Span[] {
  return Array.from(note.slice(within.start, within.end).matchAll(TOKEN), ({ 0: text, index }) => ({
    start: within.start + index,
    end: within.start + index + text.length,
  }))
}

export function scoreMasks(notes: readonly PlantedNote[]): MaskScore {
  let [gold, masked, right, clean] = [0, 0, 0, 0]
  const missed: { id: string; label: string; text: string }[] = []
  for (const { id, note, gold: planted } of notes) {
    const result = maskNotes({ notes: [{ id, text: note }], dateOfService: DATE_OF_SERVICE }, createRandom(1))
    const found = result.listReplaced(id).map(({ original }) => original)
    const lost = planted.filter((span) => !listTokens(note, span).every((token) => holds(found, token)))
    missed.push(...lost.map(({ label, start, end }) => ({ id, label, text: note.slice(start, end) })))
    gold += planted.length
    clean += lost.length === 0 ? 1 : 0
    const tokens = listTokens(note).filter((token) => touches(found, token))
    masked += tokens.length
    right += tokens.filter((token) => touches(planted, token)).length
  }
  return { recall: 1 - missed.length / gold, precision: right / masked, clean: clean / notes.length, missed }
}
