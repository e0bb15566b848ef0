/** From the notes of an encounter to what a model may read: cleaned, masked, under names of no meaning, with the way back. */
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { detectInstructions, type Span } from './gate/detect-instructions.ts'
import { foldText } from './gate/find-quote.ts'
import type { GateDocument } from './gate/gate.ts'
import { normaliseChannel } from './gate/normalise-channel.ts'
import type { ModelRequest } from './language-model.ts'

/** What takes names and numbers out. It answers for all texts together, so that one person has one stand-in. */
export type Mask = (texts: readonly string[], record: EncounterRecord) => readonly MaskedText[]

export type MaskedText = {
  readonly text: string
  /** From a place in the masked text to the text that was given; undefined where that cannot be said. */
  readonly toOriginal: (span: Span) => Span | undefined
  readonly masked: number
}

export type Prepared =
  | {
      readonly kind: 'ready'
      readonly documents: readonly GateDocument[]
      readonly sent: ModelRequest['documents']
      readonly masked: number
    }
  /** Nothing may be sent. */
  | { readonly kind: 'unmasked' | 'too-long' | 'no-notes' }

const MAX_CHARACTERS = 200_000
const MAX_DOCUMENTS = 40
const MANY_HIDDEN = 4

/** Never throws: a mask that fails is a reason to send nothing, and nothing of its error is kept. */
export function prepareDocuments(record: EncounterRecord, mask: Mask): Prepared {
  const notes = record.notes.filter(({ text }) => text.trim() !== '')
  if (notes.length === 0) return { kind: 'no-notes' }
  const length = notes.reduce((sum, { text }) => sum + text.length, 0)
  if (length > MAX_CHARACTERS || notes.length > MAX_DOCUMENTS) return { kind: 'too-long' }
  const clean = notes.map(({ text }) => normaliseChannel(text))
  let masked: readonly MaskedText[]
  try {
    masked = mask(
      clean.map(({ text }) => text),
      record,
    )
  } catch {
    return { kind: 'unmasked' }
  }
  if (masked.length !== notes.length) return { kind: 'unmasked' }
  const documents = notes.flatMap((note, index): GateDocument[] => {
    const [own, hidden] = [masked[index], clean[index]]
    if (!own || !hidden) return []
    const toNote = (span: Span): Span => ({
      start: hidden.toOriginal(span.start),
      end: hidden.toOriginal(span.end - 1) + 1,
    })
    return [describe(`note-${index + 1}`, { note, own, hidden, toNote })]
  })
  return {
    kind: 'ready',
    documents,
    sent: documents.map(({ id }, index) => ({ id, text: masked[index]?.text ?? '' })),
    masked: masked.reduce((sum, one) => sum + one.masked, 0),
  }
}

type Parts = {
  readonly note: ClinicalNote
  readonly own: MaskedText
  readonly hidden: ReturnType<typeof normaliseChannel>
  readonly toNote: (span: Span) => Span
}

function describe(id: string, { note, own, hidden, toNote }: Parts): GateDocument {
  const instructions = detectInstructions(hidden.text).map(toNote)
  return {
    id,
    note,
    folded: foldText(own.text),
    locate: (span) => {
      const clean = own.toOriginal(span)
      if (!clean || clean.start < 0 || clean.end > hidden.text.length || clean.start >= clean.end) return undefined
      return toNote(clean)
    },
    instructions,
    isUnusual: instructions.length > 0 || hidden.hidden >= MANY_HIDDEN,
  }
}
