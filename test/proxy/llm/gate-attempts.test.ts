// Bad answers that were tried at the gate: each looks right to who reads only the item. None may show a code, or a question
// that the note answers.
import { describe, expect, test } from 'vitest'
import { createGate } from '#proxy/llm/gate/gate.ts'
import { aNote, anItem, openNotes } from './gate-fixture.ts'

type Attempt = readonly [name: string, note: string, item: Record<string, unknown>, quotes: readonly string[]]

const NEGATED = 'ASSESSMENT:\n1. Cough. No evidence of pneumonia on the film today, reassured.'
const FAMILY =
  'FAMILY HISTORY: Breast cancer in his mother and colon cancer in an uncle.\n\nASSESSMENT:\n1. Routine visit.'
const LEFT = 'SUBJECTIVE: Worse on stairs.\n\nASSESSMENT:\n1. Osteoarthritis of the left knee, worse on stairs.'
const CKD = 'ASSESSMENT:\n1. Chronic kidney disease stage 3a, stable creatinine, recheck in three months.'
const HEART =
  'SUBJECTIVE: Short of breath on hills.\n\nASSESSMENT:\n1. Heart failure, continue furosemide and weigh daily.'
const MOOD = 'ASSESSMENT:\n1. Major depressive disorder, single episode, mild; continue sertraline.'
const DIABETES =
  'ASSESSMENT:\n1. Type 2 diabetes, continue metformin 500 mg twice daily.\n2. Neuropathy of the feet from years of alcohol.'
const PAST = 'ASSESSMENT:\n1. She had a stroke in 2015 and recovered fully.\n2. Routine visit, all well today.'
const PLAN =
  'PLAN:\n1. If she develops sepsis she is to return to the emergency department at once.\n2. Monitor for acute kidney injury while on the new drug.'
const ULCER =
  'EXAM: Right heel with a pressure ulcer, stage 2, clean base.\n\nASSESSMENT:\n1. Pressure ulcer of the right heel, stage 2.'
const ASTHMA = 'ASSESSMENT:\n1. Mild intermittent asthma, uses the inhaler twice a month.'
const LUNG = 'SUBJECTIVE: Oxygen at home.\n\nASSESSMENT:\n1. Respiratory failure, on home oxygen for years.'
const FRACTURE =
  'ASSESSMENT:\n1. Fracture of the left distal radius, closed, seen for cast removal and routine healing.'
const ROS =
  'REVIEW OF SYSTEMS: Positive for chest pain, palpitations and syncope.\n\nASSESSMENT:\n1. Anxiety, reassured.'
const MALNUTRITION = 'ASSESSMENT:\n1. Malnutrition, dietitian to see her, supplements twice daily.'
const ANSWERED =
  'ASSESSMENT:\n1. Hypertension - continue lisinopril 20 mg daily.\n2. Hypothyroidism - continue levothyroxine 75 mcg.'
const PATIENT_SAYS =
  'SUBJECTIVE: He thinks he might have pneumonia because his neighbor has pneumonia.\n\nASSESSMENT:\n1. Viral upper respiratory infection.'

const codes: readonly Attempt[] = [
  ['a denial cut before its word', NEGATED, { code: 'J18.9' }, ['evidence of pneumonia on the film today']],
  ['a denial cut to the condition', NEGATED, { code: 'J18.9' }, ['pneumonia on the film']],
  [
    'a denial, quoted twice in pieces',
    NEGATED,
    { code: 'J18.9' },
    ['pneumonia on the film', 'on the film today, reassured'],
  ],
  ['what the mother had', FAMILY, { code: 'C50.919' }, ['Breast cancer in his mother']],
  ['what the uncle had, cut', FAMILY, { code: 'C18.9' }, ['colon cancer in an']],
  ['the other side', LEFT, { code: 'M17.11' }, ['Osteoarthritis of the left knee']],
  ['the other side, with the side cut off', LEFT, { code: 'M17.11' }, ['knee, worse on stairs']],
  ['both sides of one', LEFT, { code: 'M17.0' }, ['Osteoarthritis of the left knee']],
  ['a later stage', CKD, { code: 'N18.5' }, ['Chronic kidney disease stage 3a']],
  ['a later stage, with the stage cut off', CKD, { code: 'N18.4' }, ['Chronic kidney disease']],
  ['the next letter of a stage', CKD, { code: 'N18.32' }, ['Chronic kidney disease stage 3a']],
  ['an acuity that nobody wrote', HEART, { code: 'I50.23' }, ['Heart failure, continue furosemide']],
  [
    'an acuity that nobody wrote, with two statements',
    HEART,
    { code: 'I50.21' },
    ['Heart failure, continue furosemide', 'Short of breath on hills'],
  ],
  ['a kind that nobody wrote', HEART, { code: 'I50.30' }, ['Heart failure, continue furosemide']],
  ['a worse episode', MOOD, { code: 'F32.2' }, ['Major depressive disorder, single episode']],
  ['psychosis that nobody wrote', MOOD, { code: 'F32.3' }, ['Major depressive disorder, single episode, mild']],
  ['another episode', MOOD, { code: 'F33.0' }, ['Major depressive disorder, single episode, mild']],
  [
    'a cause that the note gives otherwise',
    DIABETES,
    { code: 'E11.42' },
    ['Type 2 diabetes, continue metformin', 'Neuropathy of the feet from years of alcohol'],
  ],
  ['a complication that nobody wrote', DIABETES, { code: 'E11.22' }, ['Type 2 diabetes, continue metformin']],
  ['the other type', DIABETES, { code: 'E10.9' }, ['Type 2 diabetes, continue metformin']],
  ['a stroke of years ago', PAST, { code: 'I63.9' }, ['She had a stroke in 2015']],
  ['a stroke of years ago, with the year cut off', PAST, { code: 'I63.9' }, ['had a stroke']],
  ['what may come', PLAN, { code: 'A41.9' }, ['she develops sepsis she is to return']],
  ['what is watched for', PLAN, { code: 'N17.9' }, ['acute kidney injury while on the new drug']],
  ['a deeper ulcer', ULCER, { code: 'L89.614' }, ['Pressure ulcer of the right heel']],
  ['an ulcer of the other heel', ULCER, { code: 'L89.622' }, ['Pressure ulcer of the right heel, stage 2']],
  [
    'a worse stage of what stands beside it',
    'ASSESSMENT:\n1. COPD without exacerbation, inhalers refilled.',
    { code: 'J44.1' },
    ['COPD without exacerbation'],
  ],
  ['worse asthma', ASTHMA, { code: 'J45.50' }, ['asthma, uses the inhaler']],
  ['an attack of asthma', ASTHMA, { code: 'J45.21' }, ['Mild intermittent asthma']],
  ['acute for chronic', LUNG, { code: 'J96.01' }, ['Respiratory failure, on home oxygen']],
  ['an earlier phase of care', FRACTURE, { code: 'S52.502A' }, ['Fracture of the left distal radius, closed']],
  ['an open fracture', FRACTURE, { code: 'S52.502B' }, ['Fracture of the left distal radius']],
  ['a symptom of a list of symptoms', ROS, { code: 'R55' }, ['Positive for chest pain, palpitations and syncope']],
  ['worse malnutrition', MALNUTRITION, { code: 'E43' }, ['Malnutrition, dietitian to see her']],
  ['what the patient fears', PATIENT_SAYS, { code: 'J18.9' }, ['he might have pneumonia because his neighbor']],
  ['what the neighbor has', PATIENT_SAYS, { code: 'J18.9' }, ['his neighbor has pneumonia']],
  ['two passages joined', HEART, { code: 'I50.9' }, ['Heart failure, weigh daily']],
  ['letters of another alphabet', HEART, { code: 'I50.23' }, ['Heаrt fаilure, continue furosemide']],
  ['a letter that nobody sees', HEART, { code: 'I50.23' }, ['Heart\u200B failure, continue furosemide']],
  ['a heading', HEART, { code: 'I50.9' }, ['ASSESSMENT:\n1.']],
  ['a code without its last characters', FRACTURE, { code: 'S52.502' }, ['Fracture of the left distal radius, closed']],
  ['a code of another year', CKD, { code: 'N18.3' }, ['Chronic kidney disease stage 3a']],
]

/** Ours, so that no word of it leads; what is left is what it is about. */
const questions: readonly Attempt[] = [
  [
    'a treatment whose reason stands in its line',
    ANSWERED,
    { topic: 'treatment' },
    ['continue lisinopril 20 mg daily'],
  ],
  ['a treatment with its reason', ANSWERED, { topic: 'treatment' }, ['Hypothyroidism - continue levothyroxine']],
  ['the significance of a diagnosis', ANSWERED, { topic: 'significance' }, ['Hypertension - continue lisinopril']],
  [
    'a contradiction of one sentence with itself',
    ANSWERED,
    { topic: 'conflict' },
    ['Hypertension - continue', 'continue lisinopril 20 mg'],
  ],
  [
    'what a bill says',
    'SUBJECTIVE: She asks about the bill of her last visit and the copay.\n\nASSESSMENT:\n1. Well.',
    { topic: 'significance' },
    ['She asks about the bill of her last visit and the copay'],
  ],
  ...[
    'Pregunta si el seguro médico cubre la factura',
    'Elle demande si les frais sont remboursés',
    'Fragt nach der Zuzahlung der Krankenkasse',
    'Pergunta pelo pagamento da consulta',
    '她询问这次医保能否报销多少费用',
  ].map(
    (words): Attempt => [
      `what a bill says in another language: ${words}`,
      `SUBJECTIVE: ${words}.\n\nASSESSMENT:\n1. Well.`,
      { topic: 'significance' },
      [words],
    ],
  ),
  ['a denial', NEGATED, { topic: 'significance' }, ['No evidence of pneumonia on the film today']],
]

const judge = async ([, note, changes, quotes]: Attempt, kind: string) => {
  const { input } = await openNotes([aNote(note)])
  return createGate(input).judge(anItem({ kind, ...changes }, ...quotes))
}

describe('a diagnosis', () => {
  test.each(codes.map((one) => [one[0], one] as const))('from %s shows no code', async (_name, attempt) => {
    const verdict = await judge(attempt, 'diagnosis')
    expect(verdict.kind === 'shown' && verdict.finding.kind === 'code' ? verdict.finding.code.code : undefined).toBe(
      undefined,
    )
    expect(verdict.kind).not.toBe('agreed')
  })
})

describe('a question', () => {
  test.each(questions.map((one) => [one[0], one] as const))('about %s is not asked', async (_name, attempt) => {
    expect((await judge(attempt, 'question')).kind).toBe('dropped')
  })
})
