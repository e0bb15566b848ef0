// Prompts as one line of difference from a compliant one, each with the rule ids that it must break, or warn of.
import { cutEvidence } from '#coding/domain/evidence.ts'
import type { PromptContent, PromptOption } from '#coding/domain/prompt.ts'
import type { LintContext } from '#coding/prompts/lint/lint-rule.ts'
import { aNote } from '../an-encounter.ts'

const NOTE =
  'CC: cough. Denies fever. AUDIT-C 2. ECG: ventricular capture, must repeat. HCC clinic note. ' +
  'Assessment: osteoarthritis of the knee. Heart failure. Gout is suspected. No pneumonia. Sodium 121.'
export const note = aNote(NOTE)
const PRESENT = { existence: 'present', temporality: 'current', experiencer: 'patient' } as const
type Said = {
  readonly existence?: 'absent' | 'uncertain'
  readonly temporality?: 'historical' | 'hypothetical'
  readonly experiencer?: 'other'
}

export function quote(words: string, said: Said = {}) {
  const start = note.text.indexOf(words)
  return cutEvidence(note, {
    start,
    end: start + words.length,
    section: 'assessment-plan',
    assertion: { ...PRESENT, ...said },
  })
}

export const option = (text: string, over: Partial<PromptOption> = {}): PromptOption => ({
  id: text,
  text,
  evidence: [0],
  line: text,
  ...over,
})

const SODIUM = { indicatorId: 'obs-1', label: 'Sodium', value: '121 mmol/L', time: '2026-03-02T08:00:00Z' }

export const compliant: PromptContent = {
  promptKind: 'laterality',
  concept: 'knee-osteoarthritis',
  axes: ['laterality'],
  title: 'Osteoarthritis of the knee – clarification',
  question: 'The note documents "osteoarthritis of the knee". Which knee is affected?',
  evidence: [quote('osteoarthritis of the knee')],
  indicators: [],
  options: [option('Left'), option('Right')],
}

export const context: LintContext = {
  setting: 'professional',
  notes: [note],
  availableAxes: ['laterality', 'type', 'acuity'],
  answeredAxes: [],
  documentedTerms: ['osteoarthritis of the knee', 'heart failure', 'gout', 'cough', 'audit-c'],
  isDismissed: false,
  openPrompts: 0,
  promptBudget: 3,
}

export type Fixture = {
  readonly name: string
  readonly rules: readonly string[]
  readonly content?: Partial<PromptContent>
  readonly context?: Partial<LintContext>
}

const question = (text: string, rules: readonly string[] = []): Fixture => ({
  name: text,
  rules,
  content: { question: text },
})
const title = (text: string, rules: readonly string[] = []): Fixture => ({
  name: text,
  rules,
  content: { title: text },
})
const options = (texts: readonly string[], rules: readonly string[] = []): Fixture => ({
  name: `options ${texts.join(' / ')}`,
  rules,
  content: { options: texts.map((text) => option(text)) },
})
const line = (text: string, rules: readonly string[] = []): Fixture => ({
  name: `line ${text}`,
  rules,
  content: { options: [option('Right', { line: text })] },
})

const OPEN_QUESTIONS = [
  'Which knee is affected?',
  'What further detail is known about the side?',
  'Please clarify the side, if known.',
  'Please clarify the type and the acuity, based on your judgment.',
  'Please describe the character of the pain.',
  'If a cause was established, please clarify it.',
  'How are the two related, if at all?',
  'When did it begin, relative to the inpatient admission order?',
  'For which condition was it done?',
  'What is their clinical significance, if any?',
  'Two passages describe it differently. What is known about the stage?',
  'How many minutes were spent on it, if recorded?',
  // Words that only look like those of a rule.
  'Dosage aside, which knee is affected?',
  'Issues aside, which knee is affected?',
  'Area aside, which knee is affected?',
  'Hasty notes aside, which knee is affected?',
  'What is known about ventricular capturing?',
  'Which auditory symptoms are present?',
  'Which mustard exposure is meant?',
  'What is known about the bestial bite?',
  'Which shoulder is affected?',
  'What is known about the heightened reflexes?',
  'Which hacking cough is meant?',
  'What is known about the rafting injury?',
  // What stands between quotation marks is the clinician's.
  'The note documents "AUDIT-C 2". What is known about the pattern of use?',
  'The note documents "ventricular capture". What is known about the rhythm?',
  'The note documents "CC: cough". What is known about its cause?',
  'The note says "denies". Which knee is affected?',
  'The note says "must repeat". What is known about the rhythm?',
  'The note says "HCC clinic". Which knee is affected?',
  'The note says "should be replaced". Which knee is affected?',
  'The note says "payment plan". Which knee is affected?',
  'The note says "best seen on MRI". Which knee is affected?',
  'The note says "only on stairs". Which knee is affected?',
]

const quoted = (words: string, said: Said = {}): Fixture => ({
  name: `evidence ${words}`,
  rules: [],
  content: { evidence: [quote(words, said), quote('osteoarthritis of the knee')] },
})

export const compliantFixtures: readonly Fixture[] = [
  ...OPEN_QUESTIONS.map((text) => question(text)),
  ...['AUDIT-C', 'ventricular capture', 'CC: cough', 'must repeat', 'HCC clinic note', 'Sodium 121'].map((words) =>
    quoted(words),
  ),
  quoted('Gout', { existence: 'uncertain' }),
  quoted('Heart failure', { temporality: 'historical' }),
  title('Heart failure – clarification'),
  title('Gout – clarification'),
  title('Cough – clarification'),
  title('AUDIT-C – clarification'),
  title('Clinical significance of recorded findings'),
  title('Reason for recorded treatment'),
  options([]),
  options(['Right']),
  options(['Acute', 'Acute on chronic', 'Chronic']),
  options(['Mild', 'Moderate', 'Severe']),
  options(['Not clinically significant']),
  options(['Northern exposure', 'Not due to the procedure']),
  options(['Yesterday', 'Yet earlier']),
  options(['Stage 1', 'Stage 2', 'Stage 3a', 'Stage 3b', 'Stage 4', 'Stage 5']),
  line('Osteoarthritis of the right knee'),
  line('Heart failure, acute on chronic, systolic'),
  { name: 'a measured fact alone', rules: [], content: { evidence: [], indicators: [SODIUM], options: [] } },
  {
    name: 'an option that rests on a measured fact',
    rules: [],
    content: { indicators: [SODIUM], options: [option('Right', { evidence: [1] })] },
  },
  { name: 'two axes of the family', rules: [], content: { axes: ['laterality', 'type'] } },
  { name: 'an open question without axes', rules: [], content: { axes: [] } },
  {
    name: 'a conflict that the record answers twice',
    rules: [],
    content: { promptKind: 'conflict' },
    context: { answeredAxes: ['laterality'] },
  },
  { name: 'an option alone', rules: [], content: { options: [option('Left')] } },
  question('The note documents "likely gout, consistent with trauma". Which knee is affected?'),
  question('What is known about the side, right or left?'),
  {
    name: 'a cause with its opposite',
    rules: [],
    content: { promptKind: 'linkage', axes: [], options: [option('Due to "gout"'), option('Not due to "gout"')] },
  },
  { name: 'another axis is answered', rules: [], context: { answeredAxes: ['type'] } },
  {
    name: 'uncertain, asked as such',
    rules: [],
    content: { promptKind: 'uncertain', axes: [], options: [option('Confirmed: "gout"'), option('Ruled out: "gout"')] },
  },
  {
    name: 'confirmed at a facility stay',
    rules: [],
    content: { options: [option('Confirmed')] },
    context: { setting: 'inpatient_facility' },
  },
  { name: 'the third open card', rules: [], context: { openPrompts: 2 } },
]

const OPENERS = [
  'Does',
  'Do',
  'Is',
  'Are',
  'Has',
  'Have',
  'Should',
  'Would you agree',
  'Can you add',
  'Can you document',
  'Can you confirm',
  'Please add',
  'Please document',
  'Please confirm',
  'Please update',
]
const PRESSING = new Map([['Should', ['Q3', 'Q10']]])

const MONEY = [
  'payment',
  'revenue',
  'DRG',
  'MS-DRG',
  'CC/MCC',
  'MCC',
  'CMI',
  'RAF',
  'HCC',
  'RVU',
  'risk score',
  'risk adjustment',
  'quality measure',
  'quality score',
  'PSI',
  'HAC',
  'denial',
  'audit',
  'support the claim',
  'medical necessity for billing',
  'reimbursement',
  'reimburse',
  'reimbursed',
]
const PRESSURE = [
  'must',
  'should',
  'need to',
  'required to',
  'obviously',
  'clearly',
  'only',
  'best',
  'more specific code',
  'higher',
  'maximize',
  'capture',
  'optimize',
]
const CODES = ['M17.11', 'E11.9', 'S52.501A', 'C4A.9', 'I50.21', 'Z79.01']
const PROCEDURES = ['99213', '20610', '90837']
const UNDOCUMENTED = [
  'Malnutrition',
  'Sepsis',
  'Acute kidney injury',
  'Pneumonia',
  'Severe malnutrition',
  'Respiratory failure',
]
const FIXED = [
  'Other',
  'Other (please specify)',
  'Unable to determine',
  'Clinically undetermined',
  'OTHER',
  'unable to determine at this time',
]

const misplaced = { ...quote('Heart failure'), start: 0, end: 13 }
const reworded = { ...quote('Heart failure'), quote: 'Heart Failure' }

export const nonCompliantFixtures: readonly Fixture[] = [
  ...OPENERS.map((opener) => question(`${opener} the knee?`, PRESSING.get(opener) ?? ['Q3'])),
  ...['Is', 'Does', 'Please document', 'Would you agree'].map((opener) =>
    question(`The note is open about the side. ${opener} the knee?`, ['Q3']),
  ),
  ...MONEY.map((word) => question(`Which knee, in view of ${word}?`, ['Q8'])),
  ...['HCC', 'DRG', 'payment', 'denial', 'CMI'].map((word) => options([`Right (${word})`], ['Q8'])),
  ...['HCC', 'reimbursement'].map((word) => line(`Osteoarthritis, right (${word})`, ['Q8'])),
  ...PRESSURE.map((word) => question(`Which knee ${word} be named?`, ['Q10'])),
  ...['Clearly right', 'Only right', 'Best described as right', 'Obviously right'].map((text) =>
    options([text], ['Q10']),
  ),
  ...CODES.map((code) => question(`Which knee is affected (${code})?`, ['Q9'])),
  ...PROCEDURES.map((code) => question(`Which knee was treated by ${code}?`, ['Q9'])),
  ...['M17.11', '20610'].map((code) => options([`Right, ${code}`], ['Q9'])),
  line('Osteoarthritis of the right knee (M17.11)', ['Q9']),
  ...UNDOCUMENTED.map((term) => title(`${term} – clarification`, ['Q2'])),
  title('Osteoarthritis of the knee', ['Q2']),
  title('Osteoarthritis of the knee: clarification', ['Q2']),
  title('Possible gout – clarification', ['Q2']),
  title('Clinical significance of malnutrition', ['Q2']),
  title('Missed HCC – clarification', ['Q2', 'Q8']),
  options(['No', 'Yes'], ['Q4']),
  options(['Yes'], ['Q4']),
  options(['No, not present'], ['Q4']),
  options(['Yes, right'], ['Q4']),
  ...FIXED.map((text) => options([text], ['Q5'])),
  { name: 'no evidence at all', rules: ['Q1', 'Q6'], content: { evidence: [] } },
  { name: 'no evidence and no options', rules: ['Q1'], content: { evidence: [], options: [] } },
  { name: 'an option on no evidence', rules: ['Q6'], content: { options: [option('Right', { evidence: [] })] } },
  {
    name: 'an option on evidence that does not exist',
    rules: ['Q6'],
    content: { options: [option('Right', { evidence: [1] })] },
  },
  {
    name: 'an option on negative evidence',
    rules: ['Q6'],
    content: { options: [option('Right', { evidence: [-1] })] },
  },
  options(['Right', 'Left'], ['Q7']),
  options(['Severe', 'Mild'], ['Q7']),
  options(['Right', 'right'], ['Q7']),
  { name: 'an axis that the family has not', rules: ['Q11'], content: { axes: ['stage'] } },
  { name: 'one axis of two that the family has not', rules: ['Q11'], content: { axes: ['laterality', 'trimester'] } },
  { name: 'a side where no side exists (E11.40)', rules: ['Q11'], context: { availableAxes: ['type'] } },
  { name: 'the record answers', rules: ['Q12'], context: { answeredAxes: ['laterality'] } },
  {
    name: 'the record answers one of two',
    rules: ['Q12'],
    content: { axes: ['laterality', 'type'] },
    context: { answeredAxes: ['type'] },
  },
  { name: 'a note of another encounter', rules: ['Q13', 'E1', 'E2'], context: { notes: [] } },
  options(['Confirmed'], ['Q14']),
  options(['Confirmed gout'], ['Q14']),
  {
    name: 'confirmed at a facility visit without a stay',
    rules: ['Q14'],
    content: { options: [option('Confirmed')] },
    context: { setting: 'outpatient_facility' },
  },
  {
    name: 'negated evidence',
    rules: ['Q15', 'E3'],
    content: { evidence: [quote('pneumonia', { existence: 'absent' })] },
  },
  {
    name: 'a relative',
    rules: ['Q15', 'E3'],
    content: { evidence: [quote('Heart failure', { experiencer: 'other' })] },
  },
  {
    name: 'what may come',
    rules: ['Q15', 'E3'],
    content: { evidence: [quote('Heart failure', { temporality: 'hypothetical' })] },
  },
  { name: 'dismissed, with the same evidence', rules: ['Q18'], context: { isDismissed: true } },
  { name: 'a quote at another place', rules: ['E1'], content: { evidence: [misplaced] } },
  { name: 'a quote in other words', rules: ['E1'], content: { evidence: [reworded] } },
  { name: 'an older version of the note', rules: ['E1', 'E2'], context: { notes: [{ ...note, version: '2' }] } },
  question('Stage 2 is defined as partial loss. Which knee is affected?', ['Q16']),
  question('By definition there are two. Which knee is affected?', ['Q16']),
  question(`Which knee ${'really '.repeat(40)}?`, ['Q17']),
  options(['A', 'B', 'C', 'D', 'E', 'F', 'G'], ['Q17']),
  {
    name: 'six passages',
    rules: ['Q17'],
    content: { evidence: Array.from({ length: 6 }, () => quote('Heart failure')) },
  },
  question('The picture is consistent with gout. Which knee is affected?', ['Q20']),
  question('The evidence suggests more. Which knee is affected?', ['Q20']),
  question('Which knee is affected!', ['Q20']),
  question('The note is open. What is known about the right knee?', ['Q20']),
  options(['IMPORTANT finding', 'Other side'], ['Q5', 'Q20']),
  {
    name: 'a cause without its opposite',
    rules: ['Q20'],
    content: { promptKind: 'linkage', axes: [], options: [option('Due to "gout"')] },
  },
  {
    name: 'support alone for a doubted diagnosis',
    rules: ['Q20'],
    content: {
      promptKind: 'clinical-validation',
      axes: [],
      options: [option('Present'), option('Present, with findings')],
    },
  },
  { name: 'a fourth open card', rules: ['Q19'], context: { openPrompts: 3 } },
  {
    name: 'several faults at once',
    rules: ['Q2', 'Q3', 'Q8', 'Q9'],
    content: { title: 'Sepsis – clarification', question: 'Is it A41.9 for the DRG?' },
  },
]
