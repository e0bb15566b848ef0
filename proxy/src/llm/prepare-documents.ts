/** From the notes of an encounter to what a model may read: cleaned, masked, under names of no meaning, with the way back. */
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { detectInstructions, type Span } from './gate/detect-instructions.ts'
import { foldText } from './gate/find-quote.ts'
import type { GateDocument } from './gate/gate.ts'
import { normaliseChannel } from './gate/normalise-channel.ts'
import type { ModelRequest } from './language-model.ts'

/** What takes names and numbers out. It answers for all notes together, so that one person has one stand-in. */
export type Mask = (request: {
  readonly notes: readonly { readonly id: string; readonly text: string }[]
  readonly dateOfService: DateOnly
  readonly seeds?: MaskSeeds | undefined
}) => MaskedTexts

export type MaskedTexts = {
  /** In the order of the request, under the same ids. */
  readonly notes: readonly { readonly id: string; readonly text: string }[]
  readonly counts: Readonly<Partial<Record<string, number>>>
  /** From a place in the masked text to the text that was given; undefined where that cannot be said. */
  readonly unmaskSpan: (id: string, span: Span) => Span | undefined
  /** The other way. */
  readonly maskSpan: (id: string, span: Span) => Span | undefined
  /** As the dates of the notes were moved. */
  readonly shiftDate: (date: DateOnly) => DateOnly
}

export type Prepared =
  | {
      readonly kind: 'ready'
      readonly documents: readonly GateDocument[]
      readonly sent: ModelRequest['documents']
      readonly dateOfService: DateOnly
      readonly masked: number
    }
  /** Nothing may be sent. `unnamed`: nobody said who the patient is, and patterns alone do not find every name. */
  | { readonly kind: 'unnamed' | 'unmasked' | 'too-long' | 'no-notes' }

const MAX_CHARACTERS = 200_000
const MAX_DOCUMENTS = 40
const MANY_HIDDEN = 4

/** Never throws: a mask that fails is a reason to send nothing, and nothing of its error is kept. */
export function prepareDocuments(record: EncounterRecord, mask: Mask, seeds: MaskSeeds | undefined): Prepared {
  const notes = record.notes.filter(({ text }) => text.trim() !== '')
  if (notes.length === 0) return { kind: 'no-notes' }
  if (!namesPatient(seeds)) return { kind: 'unnamed' }
  const length = notes.reduce((sum, { text }) => sum + text.length, 0)
  if (length > MAX_CHARACTERS || notes.length > MAX_DOCUMENTS) return { kind: 'too-long' }
  const clean = notes.map(({ text }) => normaliseChannel(text))
  const given = clean.map(({ text }, index) => ({ id: `note-${index + 1}`, text }))
  const masked = tryMask(mask, { notes: given, dateOfService: record.dateOfService, seeds })
  if (!masked) return { kind: 'unmasked' }
  const documents = notes.flatMap((note, index): GateDocument[] => {
    const [own, hidden] = [masked.notes[index], clean[index]]
    if (!own || !hidden) return []
    const toNote = (span: Span): Span => ({
      start: hidden.toOriginal(span.start),
      end: hidden.toOriginal(span.end - 1) + 1,
    })
    return [describe(own, { note, hidden, toNote, unmask: (span) => masked.unmaskSpan(own.id, span) })]
  })
  return {
    kind: 'ready',
    documents,
    sent: masked.notes,
    dateOfService: masked.shiftDate(record.dateOfService),
    masked: Object.values(masked.counts).reduce<number>((sum, count) => sum + (count ?? 0), 0),
  }
}

function namesPatient(seeds: MaskSeeds | undefined): boolean {
  const ofPatient = seeds?.persons.filter(({ role }) => role === 'patient') ?? []
  return ofPatient.some(({ given, family }) => [...given, ...family].some((name) => name.trim() !== ''))
}

function tryMask(mask: Mask, request: Parameters<Mask>[0]): MaskedTexts | undefined {
  try {
    const masked = mask(request)
    const isWhole =
      masked.notes.length === request.notes.length &&
      masked.notes.every(({ id }, index) => id === request.notes[index]?.id)
    return isWhole ? masked : undefined
  } catch {
    return undefined
  }
}

type Parts = {
  readonly note: ClinicalNote
  readonly hidden: ReturnType<typeof normaliseChannel>
  readonly toNote: (span: Span) => Span
  readonly unmask: (span: Span) => Span | undefined
}

function describe(
  { id, text }: { readonly id: string; readonly text: string },
  { note, hidden, toNote, unmask }: Parts,
): GateDocument {
  const instructions = detectInstructions(hidden.text).map(toNote)
  return {
    id,
    note,
    folded: foldText(text),
    locate: (span) => {
      const clean = unmask(span)
      if (!clean || clean.start < 0 || clean.end > hidden.text.length || clean.start >= clean.end) return undefined
      return toNote(clean)
    },
    instructions,
    isUnusual: instructions.length > 0 || hidden.hidden >= MANY_HIDDEN,
  }
}
