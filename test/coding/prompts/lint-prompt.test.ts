import { describe, expect, test } from 'vitest'
import { cutEvidence } from '#coding/domain/evidence.ts'
import type { PromptContent } from '#coding/domain/prompt.ts'
import { createPrompt } from '#coding/prompts/create-prompt.ts'
import { lintPrompt, lintRules } from '#coding/prompts/lint/lint-prompt.ts'
import type { LintContext } from '#coding/prompts/lint/lint-rule.ts'
import { aNote } from '../an-encounter.ts'

const note = aNote('CC: cough. AUDIT-C 2. Assessment: osteoarthritis of the knee. No gout.')
const PRESENT = { existence: 'present', temporality: 'current', experiencer: 'patient' } as const

function quote(words: string, assertion: typeof PRESENT | { existence: 'absent' } = PRESENT) {
  const start = note.text.indexOf(words)
  const span = { start, end: start + words.length, section: 'assessment-plan' }
  return cutEvidence(note, { ...span, assertion: { ...PRESENT, ...assertion } })
}

function content(over: Partial<PromptContent> = {}): PromptContent {
  return {
    promptKind: 'laterality',
    concept: 'knee-osteoarthritis',
    axes: ['laterality'],
    title: 'Osteoarthritis of the knee – clarification',
    question: 'The note documents "osteoarthritis of the knee". Which knee is affected?',
    evidence: [quote('osteoarthritis of the knee')],
    indicators: [],
    options: ['Left', 'Right'].map((text) => ({
      id: text.toLowerCase(),
      text,
      evidence: [0],
      line: `Osteoarthritis of the ${text.toLowerCase()} knee`,
    })),
    ...over,
  }
}

const context: LintContext = {
  setting: 'professional',
  notes: [note],
  availableAxes: ['laterality', 'type'],
  answeredAxes: [],
  documentedTerms: ['osteoarthritis of the knee'],
  isDismissed: false,
  openPrompts: 0,
  promptBudget: 3,
}

/** Ids of the rules that blocked, then of those that warned. */
function judge(over: Partial<PromptContent>, around: Partial<LintContext> = {}): string[] {
  const linted = lintPrompt({ content: content(over), context: { ...context, ...around } })
  return linted.ok ? linted.value.warnings.map((id) => `warn ${id}`) : [...linted.problem.broken]
}

const option = (text: string, over = {}) => ({ id: text, text, evidence: [0], line: text, ...over })

describe('a compliant prompt passes', () => {
  test.each<[string, Partial<PromptContent>]>([
    ['as composed', {}],
    ['a single supported option', { options: [option('Right')] }],
    ['no options, an open question', { options: [] }],
    [
      'quoted words that would be pressed words of ours',
      { question: 'The note says "must rule out CC/MCC". Which knee is affected?' },
    ],
    ['AUDIT-C as evidence', { evidence: [quote('AUDIT-C'), quote('osteoarthritis of the knee')] }],
    ['CC: cough as evidence', { evidence: [quote('CC: cough'), quote('osteoarthritis of the knee')] }],
    ['several axes', { axes: ['laterality', 'type'] }],
    ['a word that holds "is" or "do"', { question: 'Dosage aside, which knee is affected?' }],
    ['"capturing" is not the word', { question: 'What is known about ventricular capturing?' }],
  ])('%s', (_, over) => {
    expect(judge(over)).toEqual([])
  })
})

describe('a prompt is refused', () => {
  const notThere = { ...quote('knee'), start: 0, end: 4 }
  test.each<[string, Partial<PromptContent>, string]>([
    ['a title that brings a diagnosis', { title: 'Malnutrition – clarification' }, 'Q2'],
    ['a title without the neutral form', { title: 'Osteoarthritis of the knee' }, 'Q2'],
    ['a question that asks for agreement', { question: 'Do you agree that it is the right knee?' }, 'Q3'],
    ['a request to document', { question: 'Please document the right knee.' }, 'Q3'],
    ['an opener in the second sentence', { question: 'The note is open. Is it the right knee?' }, 'Q3'],
    ['"can you confirm"', { question: 'Can you confirm the side?' }, 'Q3'],
    ['yes and no', { options: [option('No'), option('Yes')] }, 'Q4'],
    ['its own "Other"', { options: [option('Other (please specify)')] }, 'Q5'],
    ['its own "Unable to determine"', { options: [option('Unable to determine')] }, 'Q5'],
    ['an option without evidence', { options: [option('Right', { evidence: [] })] }, 'Q6'],
    ['an option whose evidence does not exist', { options: [option('Right', { evidence: [4] })] }, 'Q6'],
    ['options in an order of preference', { options: [option('Right'), option('Left')] }, 'Q7'],
    ['the same option twice', { options: [option('Right'), option('Right')] }, 'Q7'],
    ['reimbursement', { question: 'Which knee, for reimbursement?' }, 'Q8'],
    ['a risk score', { question: 'Which knee, for the risk score?' }, 'Q8'],
    ['reimbursement in another language', { question: 'Which knee, for the Abrechnung?' }, 'Q8'],
    ['payment in another script', { question: 'Which knee, for 报销?' }, 'Q8'],
    ['HCC in an option', { options: [option('Right (HCC)')] }, 'Q8'],
    ['a code', { question: 'Which knee is affected (M17.11)?' }, 'Q9'],
    ['a procedure number', { question: 'Which knee did 20610 treat?' }, 'Q9'],
    ['"must"', { question: 'Which knee must be named?' }, 'Q10'],
    ['"a more specific code"', { question: 'Which knee gives a more specific code?' }, 'Q10'],
    ['"clearly" in an option', { options: [option('Clearly right')] }, 'Q10'],
    ['an axis that the family does not have', { axes: ['stage'] }, 'Q11'],
    ['a confirmed option for an office visit', { options: [option('Confirmed gout')] }, 'Q14'],
    ['negated evidence', { evidence: [quote('gout', { existence: 'absent' })] }, 'Q15'],
    ['a quote that is not at its place', { evidence: [notThere] }, 'E1'],
  ])('%s', (_, over, rule) => {
    expect(judge(over)).toContain(rule)
  })

  test.each<[string, Partial<LintContext>, string]>([
    ['the record answers already', { answeredAxes: ['laterality'] }, 'Q12'],
    ['the note is not of this encounter', { notes: [] }, 'Q13'],
    ['the note has changed', { notes: [{ ...note, version: '2' }] }, 'E2'],
    ['it was dismissed and its evidence is the same', { isDismissed: true }, 'Q18'],
  ])('%s', (_, around, rule) => {
    expect(judge({}, around)).toContain(rule)
  })

  test('negated evidence also fails E3', () => {
    expect(judge({ evidence: [quote('gout', { existence: 'absent' })] })).toEqual(expect.arrayContaining(['Q15', 'E3']))
  })
})

describe('a prompt is warned about', () => {
  test.each<[string, Partial<PromptContent>, string]>([
    ['seven options', { options: ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((text) => option(text)) }, 'warn Q17'],
    ['a question of more than 240 characters', { question: `Which knee ${'really '.repeat(40)}?` }, 'warn Q17'],
    ['a definition of ours', { question: 'Stage 2 is defined as partial loss. Which knee?' }, 'warn Q16'],
  ])('%s', (_, over, warning) => {
    expect(judge(over)).toContain(warning)
  })

  test('a used budget', () => {
    expect(judge({}, { openPrompts: 3 })).toEqual(['warn Q19'])
  })
})

test('a conflict may be asked although the record answers, since it answers twice', () => {
  expect(judge({ promptKind: 'conflict' }, { answeredAxes: ['laterality'] })).toEqual([])
})

test('createPrompt is the only way to a prompt: it carries its record, or there is none', () => {
  const made = createPrompt(content(), context)
  expect(made.ok && made.value.lint).toMatchObject({ passed: true, version: '2', warnings: [] })
  expect(made.ok && made.value.lint.rules).toEqual(lintRules.map(({ id }) => id))
  expect(createPrompt(content({ title: 'Gout' }), context)).toMatchObject({ ok: false, problem: { broken: ['Q2'] } })
})

test('the rules are Q1 to Q20 and E1 to E3, each once, with reason and source', () => {
  const expected = [
    ...['1', '2', '3'].map((n) => `E${n}`),
    ...Array.from({ length: 20 }, (_, index) => `Q${index + 1}`),
  ]
  expect(lintRules.map(({ id }) => id).toSorted()).toEqual(expected.toSorted())
  for (const { reason, source } of lintRules) expect(`${reason}${source}`.length).toBeGreaterThan(30)
})
