/**
 * Whole answers of the last minutes, so that a pane which is opened again does not pay for the same reading twice. In the
 * memory of this process alone and encrypted there; never on a disk, and never of another person, chart, note, prompt,
 * model or policy. What is kept is what the model wrote: on the way out it meets the gate again, so nothing is shown that
 * would not be shown today.
 */
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import { CryptoError } from '../crypto/errors.ts'
import { type AnswerItem, tryParseItem } from './answer-schema.ts'
import { findQuotes, LEAST_QUOTE, MOST_QUOTE } from './gate/find-quote.ts'
import type { GateDocument } from './gate/gate.ts'
import { normaliseChannel } from './gate/normalise-channel.ts'
import type { LanguageModel } from './language-model.ts'
import { type Mask, prepareDocuments } from './prepare-documents.ts'

export type AnswerMemory = {
  /** @returns what was kept under the key, or undefined where there is nothing or its time is over. */
  readonly find: (key: string) => readonly unknown[] | undefined
  readonly keep: (key: string, items: readonly unknown[]) => void
}

type Kept = { readonly cell: string; readonly until: number }

const MAX_KEPT = 500
const MAX_CHARACTERS = 64 * 1024

/** @param keptMs 0 keeps nothing. */
export function createAnswerMemory({
  cipher,
  now,
  keptMs,
}: {
  readonly cipher: ColumnCipher
  readonly now: () => number
  readonly keptMs: number
}): AnswerMemory {
  const answers = new Map<string, Kept>()
  const placeOf = (key: string): readonly string[] => ['model answer', key]
  const forgetOld = (): void => {
    // Kept for equally long, so the oldest stand first.
    for (const [key, { until }] of answers) {
      if (until > now() && answers.size < MAX_KEPT) return
      answers.delete(key)
    }
  }
  return {
    find: (key) => {
      const kept = answers.get(key)
      if (!kept || kept.until <= now()) return undefined
      try {
        const items: unknown = JSON.parse(cipher.decrypt(kept.cell, placeOf(key)))
        return Array.isArray(items) ? items : undefined
      } catch (error) {
        // Without its key it is as if it had never been kept.
        if (error instanceof CryptoError) return undefined
        throw error
      }
    },
    keep: (key, items) => {
      if (keptMs === 0) return
      const text = JSON.stringify(items)
      if (text.length > MAX_CHARACTERS) return
      answers.delete(key)
      forgetOld()
      answers.set(key, { cell: cipher.encrypt(text, placeOf(key)), until: now() + keptMs })
    },
  }
}

/**
 * Every request has stand-ins of its own, so quotes are kept in the words of the note. What the gate drops whatever the
 * words are leaves its place empty, so that its caps fall where they fell.
 * @returns undefined where a quote that was found cannot be said in those words at a length that the gate takes.
 */
export function unmaskItems(
  documents: readonly GateDocument[],
  items: readonly unknown[],
): readonly (AnswerItem | null)[] | undefined {
  const unmasked: (AnswerItem | null)[] = []
  for (const raw of items) {
    const item = tryParseItem(raw)
    const quotes = item?.quotes.map((quote) => ({ ...quote, text: unmaskQuote(documents, quote) }))
    if (quotes?.some(({ text }) => text === undefined)) return undefined
    const found = quotes?.flatMap(({ document, text = '' }) => (text === '' ? [] : [{ document, text }])) ?? []
    unmasked.push(item && found.length > 0 ? { ...item, quotes: found } : null)
  }
  return unmasked
}

/** @returns an empty text for words that are not there. */
function unmaskQuote(
  documents: readonly GateDocument[],
  quote: { readonly document: string; readonly text: string },
): string | undefined {
  const document = documents.find(({ id }) => id === quote.document)
  const [span] = document ? findQuotes(document.folded, quote.text).flatMap((one) => document.locate(one) ?? []) : []
  if (!document || !span) return ''
  const { text } = normaliseChannel(document.note.text.slice(span.start, span.end))
  return text.length < LEAST_QUOTE || text.length > MOST_QUOTE ? undefined : text
}

/** The notes as they are, for the gate of this process and for nobody else. */
const asTheyAre: Mask = ({ notes }) => ({
  notes,
  counts: {},
  unmaskSpan: (_id, span) => span,
  maskSpan: (_id, span) => span,
  shiftDate: (date) => date,
})

/** Documents in which the quotes of a kept answer are found; never a part of a request. */
export function openKept(record: EncounterRecord, seeds: MaskSeeds | undefined): readonly GateDocument[] {
  const prepared = prepareDocuments(record, asTheyAre, seeds)
  return prepared.kind === 'ready' ? prepared.documents : []
}

/** Says again what was kept, and asks nobody. */
export function repeatAnswer(model: LanguageModel, items: readonly unknown[]): LanguageModel {
  return {
    availability: model.availability,
    propose: async function* () {
      for (const item of items) yield { kind: 'item', item }
      yield { kind: 'end', outcome: { code: 'complete' } }
    },
  }
}
