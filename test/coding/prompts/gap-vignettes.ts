// Vignettes for every gap of the catalogue, made from templates: what must raise the question, and what must not.
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { PromptFinding } from '#coding/domain/finding.ts'
import type { PromptKind } from '#coding/domain/prompt.ts'
import { hasCode } from '#coding/prompts/prompt-source.ts'
import type { Gap } from '#coding/prompts/signs/gap-data.ts'
import { gapData } from '#coding/prompts/signs/gaps.generated.ts'
import { anEncounter, codesOf, findCodes, findPrompts, knowledge } from '../an-encounter.ts'

type Over = Partial<Omit<EncounterRecord, 'notes'>>
type NoteText = string | ClinicalNote

/** What differs from the templates, for gaps that are not raised by the name of a condition in an assessment. */
type OwnVignette = {
  /** The words that raise it. */
  readonly words: string
  /** A note around the words; an assessment without it. */
  readonly note?: (words: string) => string
  readonly answered?: string
  readonly denied?: string
  /** The classification decides, so it recodes and does not ask. */
  readonly recodesTo?: string
  readonly over?: Over
  /** Where the condition belongs to another gap as well. */
  readonly kind?: PromptKind
}

const beside = (words: string): string => `Findings: ${words}.\nAssessment: Well adult.`
const treated = (words: string): string => `Medications: ${words}\nAssessment: Well adult.`

const OWN: Readonly<Record<string, OwnVignette>> = {
  'hypertension-heart-kidney': {
    words: 'hypertension',
    note: (words) => `Assessment:\n1. ${words}\n2. CKD stage 3b`,
    recodesTo: 'I12.9',
  },
  'hypoxia-undocumented': {
    words: 'SpO2 84%',
    note: beside,
    answered: 'Assessment: Acute respiratory failure with hypoxia. SpO2 84%',
    denied: 'SpO2 97%',
  },
  'diabetes-long-term-drug': {
    words: 'insulin glargine',
    note: treated,
    answered: 'Medications: insulin glargine\nAssessment: Type 2 diabetes mellitus',
    denied: 'no insulin glargine',
  },
  'long-term-drugs': {
    words: 'warfarin',
    note: treated,
    answered: 'Medications: warfarin\nAssessment: Paroxysmal atrial fibrillation',
    denied: 'no warfarin',
  },
  'dka-hhs': {
    words: 'glucose 540',
    note: beside,
    answered: 'Assessment: Type 1 diabetes with ketoacidosis. Glucose 540',
    denied: 'glucose 102',
  },
  sodium: { words: 'sodium 121', note: beside, answered: 'Assessment: Hyponatremia, sodium 121', denied: 'sodium 139' },
  potassium: {
    words: 'potassium 2.6',
    note: beside,
    answered: 'Assessment: Hypokalemia, potassium 2.6',
    denied: 'potassium 4.1',
  },
  'uncertain-diagnosis': {
    kind: 'uncertain',
    words: 'pneumonia',
    note: (words) => `Assessment: Probable ${words}`,
    answered: 'Assessment: Pneumonia due to pseudomonas',
  },
  'poa-indicator': {
    kind: 'present-on-admission',
    words: 'acute pulmonary embolism',
    answered: 'Assessment: Acute pulmonary embolism, present on admission',
  },
  'complication-link': {
    kind: 'linkage',
    words: 'urinary tract infection',
    note: (words) => `Assessment: Postoperative ${words}`,
    answered: 'Assessment: Postoperative urinary tract infection due to the procedure',
  },
  // One value alone is offered as no option, so no line answers.
  cirrhosis: { words: 'cirrhosis', answered: 'Assessment: Alcoholic cirrhosis with ascites' },
  bph: { words: 'BPH', answered: 'Assessment: BPH with lower urinary tract symptoms' },
  'plantar-fasciitis': {
    // The side came with the codes of FY2027 (M67.A-).
    words: 'plantar fasciitis',
    over: { dateOfService: parseDateOnly('2026-11-20') },
  },
  'cancer-history-active': {
    words: 'right breast cancer',
    kind: 'history-or-current',
    note: (words) => `PMH: history of ${words}\nMedications: tamoxifen 20 mg daily\nAssessment: Well adult.`,
    answered: 'Medications: tamoxifen 20 mg daily\nAssessment: Right breast cancer, active, under treatment',
    denied: 'no cancer',
  },
  'symptom-only': {
    words: 'cough',
    note: (words) => `Assessment:\n1. ${words}\n2. Right knee osteoarthritis`,
    answered: 'Assessment:\n1. Right knee osteoarthritis',
  },
}

const INPATIENT: Over = { setting: 'inpatient_facility', encounterClass: 'inpatient' }

function overOf(gap: Gap): Over {
  if (gap.id === 'poa-indicator') return INPATIENT
  if (gap.settings.includes('outpatient')) return {}
  return gap.settings.includes('inpatient') ? { encounterClass: 'inpatient' } : { encounterClass: 'emergency' }
}

const isOf = (gap: Gap, { prompt }: PromptFinding): boolean => {
  const kind = OWN[gap.id]?.kind
  if (kind !== undefined) return prompt.promptKind === kind
  const concept = knowledge.concepts.get(prompt.concept)
  return prompt.concept === gap.id || (concept !== undefined && hasCode(concept, [...gap.open, ...gap.closed]))
}

function ask(gap: Gap, note: NoteText, over: Over = {}): PromptFinding[] {
  return findPrompts(anEncounter({ ...overOf(gap), ...over, notes: [note] })).filter((one) => isOf(gap, one))
}

const plain = (words: string): string => `Assessment: ${words}`

/** The note that raises the gap: its own, or the first of the catalogue's terms that does. */
function findPositive(gap: Gap): { words: string; text: string; asked: PromptFinding[] } | undefined {
  const own = OWN[gap.id]
  const write = own?.note ?? plain
  for (const words of own === undefined ? gap.terms : [own.words]) {
    const asked = ask(gap, write(words), own?.over)
    if (asked.length > 0) return { words, text: write(words), asked }
  }
  return undefined
}

/** The name of a condition whose code closes the gap, as an assessment would state it. */
function findClosing(gap: Gap): string | undefined {
  const named = [...knowledge.concepts.values()].filter((concept) => hasCode(concept, gap.closed))
  return named
    .map(({ title }) => title)
    .find((title) => codesOf(plain(title)).some((code) => gap.closed.includes(code)))
}

/** A broad answer ("iron deficiency") may be followed by one that asks for the rest. */
function isExact(concept: string, option: string): boolean {
  const values = knowledge.concepts.get(concept)?.values
  return option.split('+').every((value) => (values?.get(value)?.narrower ?? []).length === 0)
}

/** Notes in which the question is answered: each offered line in place of the words, else a diagnosis that closes it. */
function listAnswers(gap: Gap, positive: { text: string; asked: PromptFinding[] }): string[] {
  const own = OWN[gap.id]?.answered
  if (own !== undefined) return [own]
  const lines = positive.asked.flatMap(({ prompt }) =>
    prompt.options.filter(({ id }) => isExact(prompt.concept, id)).map(({ line }) => plain(line)),
  )
  if (lines.length > 0) return lines
  const closing = findClosing(gap)
  return [closing === undefined ? `${positive.text}, etiology unclear` : `${positive.text}\n\nAssessment: ${closing}`]
}

export type Variant = 'positive' | 'answered' | 'negated' | 'family' | 'historical'

/** What happened, per variant: true where the gap behaves as it must. */
export function tryGap(gap: Gap): Readonly<Record<Variant, boolean>> {
  const own = OWN[gap.id]
  if (own?.recodesTo !== undefined) {
    const codes = findCodes(anEncounter({ notes: [(own.note ?? plain)(own.words)] })).map(({ code }) =>
      String(code.code),
    )
    const recoded = codes.includes(own.recodesTo)
    return { positive: recoded, answered: recoded, negated: recoded, family: recoded, historical: recoded }
  }
  const positive = findPositive(gap)
  if (positive === undefined)
    return { positive: false, answered: false, negated: false, family: false, historical: false }
  const { words } = positive
  const write = own?.note ?? plain
  const axes = new Set(positive.asked.map(({ prompt }) => `${prompt.promptKind} ${prompt.axes.join()}`))
  const isSilent = (text: string): boolean =>
    ask(gap, text, own?.over).every(({ prompt }) => !axes.has(`${prompt.promptKind} ${prompt.axes.join()}`))
  const quiet = (text: string): boolean => ask(gap, text, own?.over).length === 0
  return {
    positive: true,
    answered: listAnswers(gap, positive).every(isSilent),
    negated: quiet(own?.denied === undefined ? `Assessment: No ${words}.` : write(own.denied)),
    family: quiet(`Family history: Mother with ${words}.\nAssessment: Well adult.`),
    historical: quiet(`Past medical history: history of ${words} in 2009, resolved.\nAssessment: Well adult.`),
  }
}

export const gaps: readonly Gap[] = gapData.gaps
