/** The knowledge in the form that the engine works with: concepts by term, cues and headings as tries. */
import type { Axis } from '../domain/axis.ts'
import type { CueEntry } from '../notes/assertion.ts'
import type { NoteWords, Vocabulary } from '../notes/note-words.ts'
import type { PhraseTrie } from '../notes/phrase-trie.ts'
import type { Eligibility } from '../notes/sections.ts'
import type { Label } from '../notes/sentences.ts'
import type { CodeRow } from './code-pattern.ts'
import type { ConceptKind, RelationsSource, ReleaseSource } from './knowledge-data.ts'

export type AxisValue = {
  readonly axis: Axis
  readonly value: string
  readonly label: string
  readonly narrower: readonly string[]
}

export type Concept = {
  readonly id: string
  readonly title: string
  readonly kind: ConceptKind
  readonly site?: string
  readonly isChronic: boolean
  /** Known from an official release alone: its words are matched more narrowly than a concept's of ours. */
  readonly isFromRelease?: true
  /** Named by words that name another condition too, and asked about with it. */
  readonly isBeside?: true
  /** Ids of concepts that say more than this one. */
  readonly narrower: readonly string[]
  /** The values that its codes differ by. */
  readonly values: ReadonlyMap<string, AxisValue>
  readonly ask: readonly Axis[]
  /** Axes asked for only where the note states a broad value of them ("uncontrolled"). */
  readonly refine: readonly Axis[]
  /** The decision table: a row applies when all of its values are stated. */
  readonly rows: readonly CodeRow[]
  /** Whether a cue states a value of this concept. */
  readonly accepts: (cue: ValueCue) => boolean
}

export type TermEntry = {
  /** Absent for a phrase that is no condition ("carpal tunnel release"): it only keeps its words from others. */
  readonly concept?: Concept
  /** Values that the term itself states ("HFrEF" states systolic). */
  readonly values: readonly string[]
  /** Matches in this letter case only. */
  readonly cased?: string
  /** An abbreviation, lower case: its stem must not be mistaken for a word's ("does" is not DOE). */
  readonly abbreviation?: string
  /** Matches only in a note that holds one of these words. */
  readonly near?: readonly string[]
}

export type ValueCue = { readonly value: string; readonly concept?: string; readonly cased?: string }

/** How phrases of an official release are compared with a note; canonical words. */
export type IndexWords = {
  readonly small: ReadonlySet<string>
  readonly same: ReadonlyMap<string, string>
  /** Say nothing by themselves that could be coded. */
  readonly generic: ReadonlySet<string>
}

export type Knowledge = {
  readonly concepts: ReadonlyMap<string, Concept>
  readonly terms: PhraseTrie<TermEntry>
  /** Those of conditions that share their words with another: external causes, and how grave a sepsis is. */
  readonly causes: PhraseTrie<TermEntry>
  readonly vocabulary: Vocabulary
  readonly synonyms: ReadonlyMap<string, string>
  readonly siteWords: ReadonlySet<string>
  /** Site to its words, canonical. */
  readonly sites: ReadonlyMap<string, ReadonlySet<string>>
  readonly sides: ReadonlySet<string>
  readonly valueCues: PhraseTrie<ValueCue>
  /** Those of the sides alone, which are looked for everywhere. */
  readonly sideCues: PhraseTrie<ValueCue>
  readonly cues: PhraseTrie<CueEntry>
  /** "due to" and its like, and what denies them. */
  readonly links: PhraseTrie<'link' | 'not-link'>
  readonly headings: PhraseTrie<{ readonly id: string; readonly eligibility: Eligibility }>
  readonly labels: PhraseTrie<Label>
  /** Words that do not stand in the name of a problem. */
  readonly runningWords: ReadonlySet<string>
  readonly hasTerm: (note: NoteWords, from: number, to: number) => boolean
  readonly index: IndexWords
  readonly relations: RelationsSource
  readonly releases: readonly ReleaseSource[]
  /** Every code that the knowledge names, with its title. */
  readonly titles: ReadonlyMap<string, string>
}
