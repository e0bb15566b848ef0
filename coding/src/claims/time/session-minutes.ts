/** Which of the minutes in a note are those of the psychotherapy session. */
import type { ClinicalNote } from '../../domain/clinical-note.ts'
import { findSentence } from './service-minutes.ts'
import { findStatedMinutes, type StatedMinutes } from './stated-minutes.ts'

const ABOUT_SESSION = /psychotherap|therapy|session|face[ -]to[ -]face|\bstart|\bstop|time\b|duration/i
// "Home practice 20 minutes", "walks 30 min", "15 minutes of medication management", "panic attacks lasting 20 minutes".
const ABOUT_SOMETHING_ELSE =
  /\bhome ?work\b|\bpractic(?:e[sd]?|ing)\b|\bexercis|\bwalk|\bwait|\bsle(?:ep|pt)|\bmeditat|\b(?:every|each|per day|daily)\b|\barriv|\blate\b|\bmedication|evaluation and management|\be\/?m\b|\bdocument|\bchart|\bcollateral|\btravel|\bdriv|\b(?:attacks?|episodes?|panic|crying|symptoms?|flashbacks?|nightmares?|headaches?|spells?|anxiety|arguments?|outbursts?|tantrums?|calls?)\b.{0,40}\blast(?:s|ed|ing)\b/i
const NAMED = '(?:psychotherapy|therapy|session|face[ -]to[ -]face)'
const PLAIN = String.raw`(?:[\s,:(–-]|\b(?:individual|psychotherapy|therapy|session|visit|time|length|duration|lasted|lasting|ran|was|is|of|for|total|totaled|today|face|to|from|about|approximately|provided|conducted|held|via|by|video|telehealth|phone|in|person|spent)\b){0,12}`
/** Between the number and the session stands nothing that could be counted instead. */
const TIED_BEFORE = new RegExp(String.raw`\b${NAMED}\b${PLAIN}$`, 'i')
const TIED_AFTER = new RegExp(String.raw`^${PLAIN}\b${NAMED}\b`, 'i')
const OF_THE_WHOLE = /\btotal|\b(?:visit|encounter|appointment)\b/i
const OF_THE_SESSION = new RegExp(String.raw`\b${NAMED}\b|\bpsychotherap`, 'i')

type Read = StatedMinutes & { readonly context: string }

/** The words that belong to one number: since the one before it, and up to the end of its clause. */
function readMinutes(note: ClinicalNote, all: readonly StatedMinutes[], index: number): Read[] {
  const stated = all[index]
  if (stated === undefined) return []
  const { start, end } = stated.evidence
  const sentence = findSentence(note.text, start)
  if (!ABOUT_SESSION.test(note.text.slice(sentence.start, sentence.end))) return []
  const earlier = all[index - 1]?.evidence.end ?? 0
  const between = note.text.slice(Math.max(sentence.start, earlier), start)
  // The clause of the number before is its own.
  const before = earlier > sentence.start ? between.slice(findClauseEnd(between)) : between
  const rest = note.text.slice(end, Math.max(end, sentence.end))
  const after = rest.slice(0, findClauseEnd(rest))
  const context = `${before}${note.text.slice(start, end)}${after}`
  const isTied = TIED_BEFORE.test(before) || TIED_AFTER.test(after)
  return isTied || !ABOUT_SOMETHING_ELSE.test(context) ? [{ ...stated, context }] : []
}

function findClauseEnd(text: string): number {
  const at = text.search(/[,;(]|\bof which\b|\bincluding\b|\band\b|\d/)
  return at === -1 ? text.length : at
}

/**
 * Minutes of the whole visit are not those of the psychotherapy within it ("70 minutes total, of which 50 minutes
 * psychotherapy").
 */
function dropWhole(read: readonly Read[]): readonly Read[] {
  const isWhole = ({ context }: Read): boolean => OF_THE_WHOLE.test(context) && !OF_THE_SESSION.test(context)
  return read.some(({ context }) => OF_THE_SESSION.test(context)) ? read.filter((one) => !isWhole(one)) : read
}

/**
 * @returns the session's minutes when the notes agree on one number; undefined when they state none or several,
 * since a rule that guesses between two numbers proves nothing.
 */
export function findSessionMinutes(notes: readonly ClinicalNote[]): StatedMinutes | undefined {
  const read = dropWhole(
    notes.flatMap((note) => {
      const all = findStatedMinutes(note)
      return all.flatMap((_, index) => readMinutes(note, all, index))
    }),
  )
  const [first] = read
  return first !== undefined && read.every(({ minutes }) => minutes === first.minutes) ? first : undefined
}
