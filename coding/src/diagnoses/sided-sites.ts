/** Sides that a note states for a part of the body rather than for a condition: "Right knee: effusion", "x-ray left wrist". */
import { cutEvidence, type Evidence } from '../domain/evidence.ts'
import { ROLE } from '../notes/note-words.ts'
import { findLongestPhrase, mayBegin } from '../notes/phrase-trie.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { Sentence } from '../notes/sentences.ts'

export type SidedSite = { readonly word: string; readonly side: string; readonly evidence: Evidence }

const REACH = 3
const PRESENT = { existence: 'present', temporality: 'current', experiencer: 'patient' } as const

function findSide(reading: NoteReading, from: number, to: number): { side: string; to: number } | undefined {
  const hit = findLongestPhrase(reading.knowledge.sideCues, reading.numbers, {
    from,
    to,
    accept: ({ value, cased }) =>
      reading.knowledge.sides.has(value) && (cased === undefined || reading.tokens[from]?.text === cased),
  })
  const side = hit?.entries.find(({ value }) => reading.knowledge.sides.has(value))?.value
  return hit === undefined || side === undefined ? undefined : { side, to: hit.to }
}

/** "A thrombosis of the left leg in 2011" says nothing of the veins of today. */
function listPastSentences({ mentions }: NoteReading): ReadonlySet<Sentence> {
  const current = new Set(
    mentions.filter((one) => one.assertion.temporality !== 'historical').map((one) => one.sentence),
  )
  return new Set(mentions.map(({ sentence }) => sentence).filter((sentence) => !current.has(sentence)))
}

/** Sections that are nobody's history and nobody's hypothesis. */
export function findSidedSites(reading: NoteReading): SidedSite[] {
  const { lexicon, roles } = reading.knowledge.vocabulary
  const past = listPastSentences(reading)
  return reading.sentences.flatMap((sentence) => {
    if (past.has(sentence)) return []
    const isSource = sentence.section.eligibility !== 'never' && !['psh', 'pmh'].includes(sentence.section.id)
    if (!isSource) return []
    const found: SidedSite[] = []
    for (let index = sentence.from; index < sentence.to; index++) {
      if (!mayBegin(reading.knowledge.sideCues, reading.numbers[index])) continue
      const side = findSide(reading, index, sentence.to)
      if (side === undefined) continue
      for (let next = side.to; next < Math.min(side.to + REACH, sentence.to); next++) {
        const word = reading.canonical[next] ?? 0
        const [first, last] = [reading.tokens[index], reading.tokens[next]]
        if (((roles[word] ?? 0) & ROLE.site) === 0 || first === undefined || last === undefined) continue
        const span = { start: first.start, end: last.end, section: sentence.section.id, assertion: PRESENT }
        found.push({ word: lexicon.getWord(word), side: side.side, evidence: cutEvidence(reading.note, span) })
        break
      }
    }
    return found
  })
}
