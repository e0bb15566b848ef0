/** The knowledge as it is written in coding/data, after the YAML has been read and checked for its shape. */
import type { Axis } from '../domain/axis.ts'

/**
 * diagnosis: an established condition · symptom: a sign or symptom, dropped where a diagnosis explains it ·
 * status: a fact about the patient that is coded only beside a diagnosis · reason: a reason for the encounter (Z00-Z39).
 */
export type ConceptKind = 'diagnosis' | 'symptom' | 'status' | 'reason'

export type ValueSource = {
  readonly label?: string
  readonly cues: readonly string[]
  /** Coded where nothing is said, so that no row of a table names it: closed, displaced, active treatment. */
  readonly assumed?: boolean
  /** Values that say more than this one: stage 3a and 3b for stage 3. */
  readonly narrower?: readonly string[]
}

export type ConceptSource = {
  readonly id: string
  readonly title: string
  readonly kind?: ConceptKind
  /** Part of the body (words.yaml, sites) by which a side may be stated elsewhere in the note. */
  readonly site?: string
  /** Its terms name another condition too: "septic shock" is a sepsis, and how grave it is. */
  readonly beside?: true
  /** Lasts: "history of" does not end it, and it is coded when it is managed. */
  readonly chronic?: boolean
  /** "term", "term => value value", "ABBR @ context context": only in a note with one of these words. */
  readonly terms: readonly string[]
  /** Concepts that say more; one of them elsewhere in the record takes this one's place. */
  readonly narrower?: readonly string[]
  readonly values?: Readonly<Partial<Record<Axis, Readonly<Record<string, ValueSource>>>>>
  /** Axes worth a question, in the order in which they are asked; all others take their default in silence. */
  readonly ask?: readonly Axis[]
  /** Axes worth a question only where a broad value of them is stated. */
  readonly refine?: readonly Axis[]
  /** Code pattern to "values | title"; the row without values is the default. See code-pattern.ts. */
  readonly codes: Readonly<Record<string, string | null>>
}

export type SectionSource = {
  readonly id: string
  readonly eligibility: 'direct' | 'support' | 'never'
  readonly headings: readonly string[]
}

export type CueSource = {
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly pseudo: readonly string[]
  /** Govern a whole list, not its first member alone. */
  readonly beforeList?: readonly string[]
  /** Govern the first member of a list alone. */
  readonly beforeOne?: readonly string[]
  /** Ends the scope of this category alone; the common ones end all. */
  readonly stop?: readonly string[]
}

export type AssertionSource = {
  readonly negated: CueSource
  readonly uncertain: CueSource
  readonly historical: CueSource
  readonly hypothetical: CueSource
  readonly 'other-person': CueSource
  readonly stop: readonly string[]
  readonly link: readonly string[]
  readonly 'not-link': readonly string[]
}

export type CombinationSource = {
  readonly id: string
  /** Prefixes of codes that must all be on the encounter. */
  readonly all: readonly (readonly string[])[]
  readonly none?: readonly string[]
  /** It holds whatever the note names as the cause ("septic shock due to pneumonia"). */
  readonly ofAnyCause?: true
  /** The note itself has to say that the second comes of the first; codes alone do not tell it. */
  readonly linked?: true
  /** Prefixes of codes that the combination takes the place of. */
  readonly drop?: readonly string[]
  readonly add: string
  readonly section: string
}

export type DiabetesRelationSource = {
  readonly id: string
  readonly match: readonly string[]
  /** Codes on a claim that say the condition, where the engine goes by the concept. */
  readonly claimed?: readonly string[]
  /** What the words behind such a code have to say. */
  readonly words?: string
  /** Types of diabetes without this relation. */
  readonly not_for?: readonly string[]
  readonly suffix: string
  readonly drop?: boolean
}

export type RelationsSource = {
  readonly combinations: readonly CombinationSource[]
  readonly diabetes: {
    readonly section: string
    readonly types: readonly string[]
    readonly relations: readonly DiabetesRelationSource[]
  }
  readonly requires: readonly { readonly code: string; readonly beside: readonly string[] }[]
  readonly exclusive: readonly {
    readonly when: readonly string[]
    readonly drop: readonly string[]
    readonly section: string
    /** On a claim the draft is recoded unless this says that a person has to choose. */
    readonly severity?: 'error'
  }[]
  readonly integral: Readonly<Record<string, readonly string[]>>
  readonly firstListed: readonly string[]
  /** From which score on which share of the suggestions was right, ascending. */
  readonly confidence: readonly { readonly from: number; readonly share: number }[]
  readonly neverFirst: readonly string[]
  readonly confirmedOnly: readonly string[]
  /** Name neither the condition nor its place, so that nobody should be offered them. */
  readonly vague: readonly string[]
  /** Groups of code prefixes that a slash sets against each other. */
  readonly contrasting: readonly (readonly string[])[]
  /** A code that stands right behind those of `of`, and with them before others. */
  readonly behind: readonly {
    readonly code: string
    readonly of: readonly string[]
    readonly before: readonly string[]
  }[]
  /** `measure` is the pattern of the result's name, in lower case. */
  readonly results: readonly { readonly codes: readonly string[]; readonly measure: string; readonly what: string }[]
  /** What the index gives in place of these codes while the condition is impending or threatened. */
  readonly impending: readonly { readonly codes: readonly string[]; readonly to: string; readonly section: string }[]
  /** Pairs: the code of the first prefix stands before that of the second. */
  readonly order: readonly (readonly [string, string])[]
}

export type ReleaseSource = {
  readonly release: string
  readonly from: string
  readonly to: string
  /** Codes that became headers with this release. */
  readonly headers: readonly string[]
  /** Codes that this release added, with their titles. */
  readonly adds: Readonly<Record<string, string>>
  readonly note: string
}

export type KnowledgeData = {
  readonly sections: readonly SectionSource[]
  readonly labels: Readonly<Record<'reasoning' | 'treatment' | 'counseling', readonly string[]>>
  readonly runningWords: readonly string[]
  readonly assertion: AssertionSource
  readonly axes: Readonly<Partial<Record<Axis, Readonly<Record<string, ValueSource>>>>>
  readonly words: {
    readonly same: readonly (readonly string[])[]
    readonly between: readonly string[]
    readonly cased: readonly string[]
    readonly notConditions: readonly string[]
    readonly sites: Readonly<Record<string, readonly string[]>>
    readonly index: {
      readonly small: readonly string[]
      readonly same: readonly (readonly string[])[]
      readonly generic: readonly string[]
    }
  }
  readonly abbreviations: Readonly<Record<string, string>>
  readonly concepts: readonly ConceptSource[]
  /** Code to official title, for the codes that a concept names without one. */
  readonly titles: Readonly<Record<string, string>>
  readonly relations: RelationsSource
  /** The windows of days for which the embedded codes answer, oldest first. */
  readonly releases: readonly ReleaseSource[]
}
