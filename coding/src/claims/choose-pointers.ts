/**
 * Which diagnoses a line is for, when no person has said so: by what the service is, then by the words that stand with
 * it in the note. Runs in the browser, so it knows no code tables.
 */
import type { ClinicalNote } from '../domain/clinical-note.ts'
import type { DraftDiagnosis, DraftLine } from '../domain/draft-claim.ts'
import type { Evidence } from '../domain/evidence.ts'
import { isEvaluationCode, isVisitCode } from './visit-levels.ts'

/** A line may point to four diagnoses (ASC X12 837P, SV107; CMS-1500, item 24E). */
export const MAX_POINTERS = 4

/** Sections in which a clinician states the problems of this encounter: eligibility `direct` in coding/data/sections.yaml. */
export const PROBLEM_SECTIONS: ReadonlySet<string> = new Set([
  'assessment-plan',
  'plan',
  'discharge-diagnosis',
  'postoperative-diagnosis',
  'hospital-course',
  'addendum',
])

/** What a service is for by its own nature, wherever its words stand. */
const SERVICES: readonly { readonly isOne: (code: string) => boolean; readonly diagnoses: RegExp }[] = [
  // Routine examinations (Official Guidelines FY2026, I.C.21.c.13).
  { isOne: (code) => /^993[89]\d$/.test(code) || /^G0(?:402|438|439)$/.test(code), diagnoses: /^Z0[0-2]/ },
  // Inoculations (I.C.21.c.2).
  {
    isOne: (code) =>
      /^90(?:4(?:6[01]|7[1-4]|80)|[67]\d\d)$/.test(code) || /^(?:G00(?:0[89]|10)|913\d\d|Q203[3-9])$/.test(code),
    diagnoses: /^Z23/,
  },
]

/** External causes say how, not what was treated (I.C.20.a). */
const EXTERNAL_CAUSE = /^[V-Y]/
const ROUTINE = /^Z0[0-2]/

type Candidate = { readonly diagnosis: DraftDiagnosis; readonly place: number }

export type PointerQuestion = {
  readonly line: Pick<DraftLine, 'code' | 'modifiers' | 'evidence'>
  /** In claim order. */
  readonly diagnoses: readonly DraftDiagnosis[]
  /** Without them nothing is known of what stands together. */
  readonly notes: readonly ClinicalNote[]
}

/** @returns 1-based places, most important first; at most four; none only when the draft has no diagnosis. */
export function choosePointers({ line, diagnoses, notes }: PointerQuestion): readonly number[] {
  const all = diagnoses.map((diagnosis, index): Candidate => ({ diagnosis, place: index + 1 }))
  const candidates = preferSome(
    preferSome(all, ({ diagnosis }) => !EXTERNAL_CAUSE.test(diagnosis.code.code)),
    ({ diagnosis }) => !isOtherSide(line.modifiers, diagnosis.code.title),
  )
  const chosen = findByService(line.code.code, candidates) ?? findByWords(line, candidates, notes)
  return chosen.slice(0, MAX_POINTERS).map(({ place }) => place)
}

/** Those that fit; all of them when none does, since a line must point to something. */
function preferSome<Item>(items: readonly Item[], fits: (item: Item) => boolean): readonly Item[] {
  const fitting = items.filter(fits)
  return fitting.length > 0 ? fitting : items
}

function isOtherSide(modifiers: readonly string[], title: string): boolean {
  const [right, left] = [/\bright\b/i.test(title), /\bleft\b/i.test(title)]
  if (right === left) return false
  const [isRight, isLeft] = [modifiers.includes('RT'), modifiers.includes('LT')]
  return isRight !== isLeft && (right ? isLeft : isRight)
}

function findByService(code: string, candidates: readonly Candidate[]): readonly Candidate[] | undefined {
  const service = SERVICES.find(({ isOne }) => isOne(code))
  const fitting = candidates.filter(({ diagnosis }) => service?.diagnoses.test(diagnosis.code.code))
  return fitting.length > 0 ? fitting : undefined
}

function findByWords(
  line: PointerQuestion['line'],
  candidates: readonly Candidate[],
  notes: readonly ClinicalNote[],
): readonly Candidate[] {
  if (isVisitCode(line.code.code)) return listAddressed(candidates)
  const beside = (line.evidence ?? []).flatMap((words) => findBeside(words, candidates, notes))
  const [first] = beside
  if (first !== undefined) return unique(beside)
  return isEvaluationCode(line.code.code) ? listAddressed(candidates) : candidates
}

function unique(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter((one, index) => candidates.indexOf(one) === index)
}

/**
 * A visit is for the problems that it addressed (CPT E/M guidelines, «Problem addressed»), so what stands only among
 * histories is not among them. A routine examination has a line of its own.
 */
function listAddressed(candidates: readonly Candidate[]): readonly Candidate[] {
  const isAddressed = ({ diagnosis: { evidence, source } }: Candidate): boolean =>
    source === 'person' || evidence.some(({ section }) => PROBLEM_SECTIONS.has(section))
  const problems = preferSome(candidates, ({ diagnosis }) => !ROUTINE.test(diagnosis.code.code))
  return preferSome(problems, isAddressed)
}

type Span = { readonly start: number; readonly end: number }

/** A problem of a list, or a paragraph: ends at an empty line or where the next numbered problem begins. */
const PROBLEM_BREAK = /\n[ \t]*\n|\n(?=[ \t]*(?:\d{1,2}[.)]|#)[ \t]?\S)/g
const SENTENCE_BREAK = /\n|[.;!?](?=\s)/g

/** The piece of the text around a place, between the breaks on either side of it. */
function findPiece(text: string, { start, end }: Span, breaks: RegExp): Span {
  let from = 0
  for (const match of text.matchAll(breaks)) {
    if (match.index >= end) return { start: from, end: match.index }
    if (match.index + match[0].length <= start) from = match.index + match[0].length
  }
  return { start: from, end: text.length }
}

function isWithin({ start, end }: Span, piece: Span): boolean {
  return start >= piece.start && end <= piece.end
}

/** The same sentence before the same problem of a list, before words that both share, anywhere in the notes. */
function findBeside(
  words: Evidence,
  candidates: readonly Candidate[],
  notes: readonly ClinicalNote[],
): readonly Candidate[] {
  const note = notes.find(({ id, version }) => id === words.noteId && version === words.noteVersion)
  if (note === undefined) return []
  const inNote = ({ diagnosis }: Candidate): readonly Evidence[] =>
    diagnosis.evidence.filter(({ noteId, noteVersion }) => noteId === note.id && noteVersion === note.version)
  const sentence = findPiece(note.text, words, SENTENCE_BREAK)
  const named = candidates.filter((one) => inNote(one).some((evidence) => isWithin(evidence, sentence)))
  if (named.length > 0) return named
  const problem = findPiece(note.text, words, PROBLEM_BREAK)
  const near = candidates
    .flatMap((candidate) =>
      inNote(candidate)
        .filter((evidence) => isWithin(evidence, problem))
        .map((evidence) => ({ candidate, distance: measureDistance(evidence, words) })),
    )
    .toSorted((a, b) => a.distance - b.distance)
  const [nearest] = near
  return nearest === undefined
    ? findAlike(note.text.slice(sentence.start, sentence.end), candidates)
    : [nearest.candidate]
}

/** What comes after the service is further away: a plan follows its problem. */
function measureDistance(evidence: Span, words: Span): number {
  return evidence.end <= words.start ? words.start - evidence.end : 2 * Math.max(0, evidence.start - words.end)
}

// Words of titles that name neither an organ nor an illness.
const PLAIN = new Set(
  'with without other unspecified initial subsequent encounter sequela right left bilateral unilateral primary secondary acute chronic disease disorder syndrome specified elsewhere classified type pain site part'.split(
    ' ',
  ),
)

const listWords = (text: string): ReadonlySet<string> =>
  new Set((text.toLowerCase().match(/[a-z]{4,}/g) ?? []).filter((word) => !PLAIN.has(word)))

/** The diagnosis that shares most words with the sentence of the service: «knee» of an injection and of an arthritis. */
function findAlike(sentence: string, candidates: readonly Candidate[]): readonly Candidate[] {
  const words = listWords(sentence)
  const rated = candidates
    .map((candidate) => {
      const { title } = candidate.diagnosis.code
      const quotes = candidate.diagnosis.evidence.map(({ quote }) => quote).join(' ')
      return { candidate, shared: [...listWords(`${title} ${quotes}`)].filter((word) => words.has(word)).length }
    })
    .filter(({ shared }) => shared > 0)
  const most = Math.max(0, ...rated.map(({ shared }) => shared))
  return rated.filter(({ shared }) => shared === most).map(({ candidate }) => candidate)
}
