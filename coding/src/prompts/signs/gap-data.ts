/** The catalogue of documentation gaps as coding/data/gaps.yaml gives it, after its thresholds and questions have been parsed. */
import type { Axis } from '../../domain/axis.ts'
import type { Threshold } from './threshold.ts'

export type AlertType =
  | 'specificity'
  | 'laterality'
  | 'seventh_character'
  | 'combination'
  | 'linkage'
  | 'undocumented'
  | 'conflict'
  | 'clinical_validation'
  | 'missing_code'
  | 'symptom'
  | 'integral_symptom'
  | 'uncertain'
  | 'poa'

export type GapSetting = 'inpatient' | 'ed' | 'outpatient'

export type Gap = {
  readonly id: string
  readonly settings: readonly GapSetting[]
  readonly kinds: readonly AlertType[]
  /** Words that raise it where they are no term of a concept. */
  readonly terms: readonly string[]
  /** Codes that leave it open. */
  readonly open: readonly string[]
  /** How other codes begin that leave it open. */
  readonly alsoOpen: readonly string[]
  /** Codes that close it. */
  readonly closed: readonly string[]
  /** The sentence that asks, without the evidence, which this patient's record gives. */
  readonly request: string
  /** Values as a clinician would say them, in neutral order. */
  readonly options: readonly string[]
  /** Options that fit only some of its codes. */
  readonly optionCodes: Readonly<Record<string, readonly string[]>>
  /** Words of its axes, lower case: beside the term they are at least part of an answer. */
  readonly answerWords: readonly string[]
  /** Beginnings of phrases that answer it wherever a note says them. */
  readonly toldBy: readonly string[]
  /** Those that answer it only where the note speaks of the condition. */
  readonly toldBeside: readonly string[]
  /** Parts of the question that are asked by themselves where the rest is answered. */
  readonly stillAsked: readonly Pick<
    Gap,
    'request' | 'closed' | 'answerWords' | 'toldBy' | 'isAskedOfPlaced' | 'where'
  >[]
  /** Whether it is asked of a condition whose side, site or phase of care is stated. */
  readonly isAskedOfPlaced: boolean
  /** Beginnings of phrases of which a note must say one; none for what is asked anywhere. */
  readonly where: readonly string[]
  /** Whether a story without headings that names the condition is asked about it. */
  readonly isAskedInStory: boolean
  /** Measure to the values that raise it. */
  readonly thresholds: Readonly<Record<string, Threshold>>
}

export type Measure = {
  readonly id: string
  readonly label: string
  readonly unit?: string
  readonly loinc: readonly string[]
  readonly names: readonly string[]
  /** Values outside are a number that belongs to something else. */
  readonly plausible: readonly [number, number]
}

/** Measures that are asked about when no code of the gap, or of `also`, is documented. */
export type UndocumentedRule = {
  readonly gap: string
  readonly measures: readonly string[]
  readonly also: readonly string[]
}
export type TreatmentRule = {
  readonly gap: string
  readonly drugs: readonly string[]
  readonly also: readonly string[]
  /** Beginnings of words that explain the drug without a code. */
  readonly unless?: readonly string[]
}
export type LinkRule = {
  readonly gap: string
  readonly condition: readonly string[]
  readonly beside?: readonly string[]
  readonly words?: readonly string[]
  /** Beginnings of words that name the other fact as the cause where they stand right behind the condition. */
  readonly causes?: readonly string[]
  /** Codes of a condition that states the link. */
  readonly unless?: readonly string[]
  /** Asked in place of what the condition's own codes leave open. */
  readonly isFirst?: true
}
/** Codes of a condition that no word ends but its own. */
export type ResolvedRule = { readonly gap: string; readonly codes: readonly string[] }
/** Codes of a condition, and words of its treatment or of what supports it. */
export type WordRule = { readonly gap: string; readonly codes: readonly string[]; readonly words: readonly string[] }
export type ServiceRule = { readonly id: string; readonly words: readonly string[]; readonly needs: readonly string[] }
export type TimedServiceRule = { readonly id: string; readonly words: readonly string[] }
export type OnsetRule = { readonly gap: string; readonly codes: readonly string[] }

/** What a word of a release's title means, and how a clinician would say it. */
export type StructureValue = { readonly axis: Axis; readonly label: string; readonly words: readonly string[] }

export type GapData = {
  readonly gaps: readonly Gap[]
  readonly measures: readonly Measure[]
  readonly undocumented: readonly UndocumentedRule[]
  readonly treatments: readonly TreatmentRule[]
  readonly links: readonly LinkRule[]
  readonly courses: readonly WordRule[]
  readonly resolved: readonly ResolvedRule[]
  readonly validation: readonly WordRule[]
  readonly services: readonly ServiceRule[]
  readonly timedServices: readonly TimedServiceRule[]
  readonly onset: readonly OnsetRule[]
  readonly structure: readonly StructureValue[]
  /** Codes whose families differ in what no clinician is asked about. */
  readonly unaskedCodes: readonly string[]
}
