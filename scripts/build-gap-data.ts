/** Parses coding/data/gaps.yaml into the data that the prompts detect gaps with. Run by `npm run data`. */
import type { Axis } from '../coding/src/domain/axis.ts'
import type {
  AlertType,
  Gap,
  GapData,
  GapSetting,
  LinkRule,
  Measure,
  OnsetRule,
  ServiceRule,
  StructureValue,
  TimedServiceRule,
  TreatmentRule,
  UndocumentedRule,
  WordRule,
} from '../coding/src/prompts/signs/gap-data.ts'
import { type Threshold, tryParseThreshold } from '../coding/src/prompts/signs/threshold.ts'

type Coded = { readonly code: string }

type GapSource = {
  readonly id: string
  readonly settings: readonly GapSetting[]
  readonly alert_types: readonly AlertType[]
  readonly triggers: { readonly terms: readonly string[] }
  readonly indicators?: readonly { readonly what: string; readonly threshold?: string; readonly loinc?: string }[]
  readonly codes: { readonly nonspecific?: readonly Coded[]; readonly specific_examples?: readonly Coded[] }
  readonly axes: readonly { readonly name: string; readonly values?: readonly (string | number)[] }[]
  readonly query: { readonly text: string; readonly options?: readonly string[] }
}

type MeasureSource = Omit<Measure, 'loinc'> & { readonly what: readonly string[]; readonly loinc?: readonly string[] }

type CodesSource = { readonly gap: string; readonly codes: readonly string[] }

/** coding/data/gaps.yaml as it is written. */
export type GapFile = {
  readonly entries: readonly GapSource[]
  readonly bare: readonly string[]
  readonly measures: readonly MeasureSource[]
  readonly ask_when: readonly { readonly gap: string; readonly what: string; readonly threshold: string }[]
  readonly undocumented: readonly UndocumentedRule[]
  readonly treatments: readonly TreatmentRule[]
  readonly links: readonly LinkRule[]
  readonly courses: readonly WordRule[]
  readonly validation: readonly WordRule[]
  readonly services: readonly ServiceRule[]
  readonly timed_services: readonly TimedServiceRule[]
  readonly onset: readonly OnsetRule[]
  readonly option_codes: readonly { readonly gap: string; readonly option: string; readonly codes: readonly string[] }[]
  readonly told_by: readonly { readonly gap: string; readonly words: readonly string[] }[]
  readonly told_beside: readonly { readonly gap: string; readonly words: readonly string[] }[]
  readonly still_asked: readonly {
    readonly gap: string
    readonly request: string
    readonly closed: readonly string[]
    readonly words: readonly string[]
    readonly told?: readonly string[]
    readonly placed?: true
    readonly where?: readonly string[]
  }[]
  readonly also_open: readonly CodesSource[]
  readonly resolved: readonly CodesSource[]
  readonly not_in_story: readonly string[]
  readonly unasked_codes: readonly string[]
  readonly structure: Readonly<
    Partial<Record<Axis, readonly { readonly label: string; readonly words?: readonly string[] }[]>>
  >
}

const FIXED = /^(other|unable to determine|clinically undetermined|confirmed|unknown)\b/i
// What is left of an option whose content was a blank to fill in.
const REST = /^(both|with both|probable|use|finger|history|suspected|mixed|due to other \w+)$|\bto( without|,)/i
const MAX_OPTIONS = 6

/** "Dilated (state cause)" is offered as "Dilated"; what remains open ("Due to") is left to "Other". */
function cleanOption(text: string): string {
  const bare = text
    .replaceAll(/ \([^)]*\)/g, '')
    .replace(/ - .*$/, '')
    .replace(/:.*$/, '')
    .replace(/ only$/, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(' ,', ',')
    .trim()
  const isOpen = bare.length < 3 || /\b(to|of|from|with|in|by|for)$/i.test(bare) || REST.test(bare)
  return isOpen || FIXED.test(bare) ? '' : `${bare.charAt(0).toUpperCase()}${bare.slice(1)}`
}

function compareText(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()]
  return left < right ? -1 : left > right ? 1 : 0
}

function listOptions(options: readonly string[]): string[] {
  // Patterns that ask for words ("state vessel", "site and side") are no options; the text field takes them.
  const plain = options.filter(
    (option) => !/^(part|structure|quadrant|site|cause|mechanism|weeks|receptor)\b/i.test(option),
  )
  const cleaned = plain.map(cleanOption).filter((option) => option !== '')
  return [...new Set(cleaned)].slice(0, MAX_OPTIONS).toSorted(compareText)
}

// Words of an axis that say nothing about its value.
const UNTOLD = new Set(
  'type site side cause other state with without from that this when where which related present documented current classified encounter status unspecified grade level phase drug condition disease disorder another involved'.split(
    ' ',
  ),
)

/** Words that give part of the answer: where one of them stands beside the term, the clinician has been there. */
function listAnswerWords({ axes, query }: GapSource): string[] {
  const texts = [...axes.flatMap(({ name, values }) => [name, ...(values ?? [])]), ...listOptions(query.options ?? [])]
  const words = texts.flatMap(
    (text) =>
      String(text)
        .toLowerCase()
        .match(/[a-z]{4,}/g) ?? [],
  )
  return [...new Set(words)].filter((word) => !UNTOLD.has(word)).toSorted()
}

/** The sentence that asks; what stands before it are facts of a patient, which the record gives. */
function findRequest({ id, query }: GapSource): string {
  const request = query.text
    .split(/(?<=[.?!]) /)
    .filter((sentence) => /please (clarify|describe)/i.test(sentence))
    .join(' ')
  if (request === '' || request.includes('{{')) throw new TypeError(`gaps.yaml: ${id} asks nothing by itself`)
  return `${request.charAt(0).toUpperCase()}${request.slice(1)}`
}

function findThresholds(gap: GapSource, file: GapFile): Record<string, Threshold> {
  const found = file.measures.flatMap(({ id, what }) => {
    const own = file.ask_when.find((one) => one.gap === gap.id && what.includes(one.what))
    const listed = gap.indicators?.find((one) => what.includes(one.what))
    const threshold = tryParseThreshold(own?.threshold ?? listed?.threshold ?? '')
    return threshold === undefined ? [] : [[id, threshold] as const]
  })
  return Object.fromEntries(found)
}

function buildGap(gap: GapSource, file: GapFile): Gap {
  return {
    id: gap.id,
    settings: gap.settings,
    kinds: gap.alert_types,
    terms: gap.triggers.terms.filter((term) => !file.bare.includes(term)),
    open: (gap.codes.nonspecific ?? []).map(({ code }) => code),
    alsoOpen: file.also_open.filter((one) => one.gap === gap.id).flatMap(({ codes }) => codes),
    closed: (gap.codes.specific_examples ?? []).map(({ code }) => code),
    request: findRequest(gap),
    options: listOptions(gap.query.options ?? []),
    optionCodes: Object.fromEntries(
      file.option_codes.filter((one) => one.gap === gap.id).map(({ option, codes }) => [option, codes]),
    ),
    answerWords: listAnswerWords(gap),
    thresholds: findThresholds(gap, file),
    toldBy: file.told_by.filter((one) => one.gap === gap.id).flatMap(({ words }) => words),
    toldBeside: file.told_beside.filter((one) => one.gap === gap.id).flatMap(({ words }) => words),
    stillAsked: file.still_asked
      .filter((one) => one.gap === gap.id)
      .map(({ request, closed, words, told = [], placed = false, where = [] }) => ({
        request,
        closed,
        answerWords: words,
        toldBy: told,
        isAskedOfPlaced: placed,
        where,
      })),
    isAskedOfPlaced: false,
    where: [],
    isAskedInStory: !file.not_in_story.includes(gap.id),
  }
}

function buildMeasure({ what, ...measure }: MeasureSource, gaps: readonly GapSource[]): Measure {
  const indicators = gaps.flatMap((gap) => gap.indicators ?? []).filter((one) => what.includes(one.what))
  const loinc = [...(measure.loinc ?? []), ...indicators.flatMap((one) => one.loinc ?? [])]
  return { ...measure, loinc: [...new Set(loinc)] }
}

/** The value's name is its label: it is said in the card and in nothing else. */
function listStructureValues({ structure }: GapFile): StructureValue[] {
  return Object.entries(structure).flatMap(([axis, values]) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries forgets the type of its keys
    values.map(({ label, words }) => ({ axis: axis as Axis, label, words: words ?? [label] })),
  )
}

/** @throws TypeError when a rule names a gap or a measure that does not exist, or has no threshold to go by. */
export function buildGapData(file: GapFile): GapData {
  const gaps = file.entries.map((gap) => buildGap(gap, file))
  const rules = [
    ...file.undocumented,
    ...file.treatments,
    ...file.links,
    ...file.courses,
    ...file.validation,
    ...file.onset,
    ...file.option_codes,
    ...file.told_by,
    ...file.told_beside,
    ...file.still_asked,
    ...file.also_open,
    ...file.resolved,
    ...file.not_in_story.map((gap) => ({ gap })),
  ]
  for (const { gap } of rules) {
    if (!gaps.some(({ id }) => id === gap)) throw new TypeError(`gaps.yaml: a rule names ${gap}, which is no gap`)
  }
  for (const { gap, measures } of file.undocumented) {
    const thresholds = gaps.find(({ id }) => id === gap)?.thresholds ?? {}
    const missing = measures.find((measure) => !(measure in thresholds))
    if (missing !== undefined) throw new TypeError(`gaps.yaml: ${gap} has no threshold for ${missing}`)
  }
  return {
    gaps,
    measures: file.measures.map((measure) => buildMeasure(measure, file.entries)),
    undocumented: file.undocumented,
    treatments: file.treatments,
    links: file.links,
    courses: file.courses,
    resolved: file.resolved,
    validation: file.validation,
    services: file.services,
    timedServices: file.timed_services,
    onset: file.onset,
    structure: listStructureValues(file),
    unaskedCodes: file.unasked_codes,
  }
}

export function buildGapModule(file: GapFile): string {
  return `// Made by \`npm run data\` from coding/data/gaps.yaml. Do not edit.
import type { GapData } from './gap-data.ts'

export const gapData: GapData = JSON.parse(
  ${JSON.stringify(JSON.stringify(buildGapData(file)))},
)
`
}
