// What each problem counts as, every kind with what lies one step beside it (coding rules, EM-03 and EM-06).
import { describe, expect, test } from 'vitest'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { deriveNote, listCells } from './derive.ts'

const plan = (text: string): string => `ASSESSMENT AND PLAN\n${text}`
const kindsOf = (text: string, encounterClass: EncounterRecord['encounterClass'] = 'ambulatory'): readonly string[] =>
  listCells(deriveNote(plan(text), { encounterClass }), 'problems').map((cell) => cell.split(':')[0] ?? '')

describe('a chronic illness', () => {
  test.each<readonly [string, string]>([
    ['Hypertension, at goal. Continue lisinopril 20 mg.', 'chronic-stable'],
    ['Hypertension. Continue lisinopril 20 mg.', 'chronic-stable'],
    ['Hypertension, not uncontrolled. Continue lisinopril 20 mg.', 'chronic-stable'],
    ['Hypertension. Start lisinopril 10 mg.', 'chronic-stable'],
    ['Hypertension. Increase lisinopril to 40 mg.', 'chronic-unstable'],
    ['Hypertension, well controlled. Increase lisinopril for kidney protection.', 'chronic-stable'],
    ['Hypertension, not at goal. Continue lisinopril 20 mg.', 'chronic-unstable'],
    ['Hypertension, stable but not at goal.', 'chronic-unstable'],
    ['Hypertension, uncontrolled.', 'chronic-unstable'],
    ['COPD with acute exacerbation. Prednisone 40 mg.', 'chronic-unstable'],
    ['COPD without exacerbation. Continue tiotropium.', 'chronic-stable'],
    ['COPD with severe exacerbation. Prednisone 40 mg.', 'chronic-severe'],
    ['Asthma with status asthmaticus. Continuous albuterol.', 'chronic-severe'],
    ['Rheumatoid arthritis, no flares. Continue hydroxychloroquine.', 'chronic-stable'],
    ['Rheumatoid arthritis with flare. Prednisone 10 mg.', 'chronic-unstable'],
    ['Depression, intolerable side effects of sertraline. Switch to bupropion.', 'chronic-unstable'],
  ])('%s is %s', (text, kind) => {
    expect(kindsOf(text)).toEqual([kind])
  })
})

describe('an acute problem', () => {
  test.each<readonly [string, EncounterRecord['encounterClass'], string]>([
    ['Insect bite of the forearm. Ice.', 'ambulatory', 'minor'],
    ['Common cold. Fluids.', 'ambulatory', 'minor'],
    ['Acute cystitis. Nitrofurantoin 100 mg.', 'ambulatory', 'acute-uncomplicated'],
    ['Acute pyelonephritis. Ciprofloxacin 500 mg.', 'ambulatory', 'acute-systemic'],
    ['Acute cystitis with fever, tachycardia and vomiting.', 'ambulatory', 'acute-systemic'],
    ['Sprain of the left ankle. Ice.', 'ambulatory', 'acute-uncomplicated'],
    ['Concussion with loss of consciousness. Observe.', 'ambulatory', 'injury-complicated'],
    ['Cellulitis of the left leg. Cefazolin 1 g.', 'inpatient', 'acute-hospital'],
    ['Cellulitis of the left leg, improving. Cefazolin 1 g.', 'inpatient', 'acute-stable'],
    ['Breast lump, right. Mammogram ordered.', 'ambulatory', 'new-uncertain'],
    ['Chest pain, cause unclear. ECG ordered.', 'ambulatory', 'new-uncertain'],
    ['Knee pain. Ibuprofen.', 'ambulatory', 'acute-uncomplicated'],
    ['Knee pain, concern for septic joint. Arthrocentesis.', 'ambulatory', 'new-uncertain'],
    ['NSTEMI. Heparin drip.', 'emergency', 'threat'],
    ['Septic shock. Norepinephrine.', 'inpatient', 'threat'],
    ['Possible pulmonary embolism. CT chest ordered.', 'ambulatory', 'new-uncertain'],
    ['Possible pulmonary embolism. CT chest ordered.', 'emergency', 'threat'],
  ])('%s (%s) is %s', (text, encounterClass, kind) => {
    expect(kindsOf(text, encounterClass)).toEqual([kind])
  })
})

describe('what is seen and does not count', () => {
  test.each<readonly [string, string, RegExp]>([
    [
      'listed below another without a word',
      plan('1. Hypertension: at goal, continue lisinopril 20 mg.\n2. Hypothyroidism'),
      /Listed only/,
    ],
    ['of the history', `PAST MEDICAL HISTORY\nType 2 diabetes.\n${plan('Hypertension, at goal.')}`, /history only/],
    [
      'managed by another clinician',
      plan('1. Hypertension: at goal.\n2. Type 2 diabetes: managed by endocrinology.'),
      /Managed by another/,
    ],
    [
      'part of what another heading names',
      plan(
        'Congestive heart failure.\n• Last echocardiogram showed mitral regurgitation.\n• Continue furosemide 40 mg.',
      ),
      /under another problem/,
    ],
  ])('%s', (_, text, reason) => {
    const { decision } = deriveNote(text)
    const left = decision.problems.cells.filter(({ counts }) => !counts)
    expect(left).toHaveLength(1)
    expect(left[0]?.reason).toMatch(reason)
  })

  test.each([
    ['denied', plan('No pneumonia.')],
    ['of the family', `FAMILY HISTORY\nMother has diabetes.\n${plan('Annual examination, normal.')}`],
    ['a status', plan('Long-term use of insulin.')],
    ['a reason of a preventive visit', plan('Annual physical examination, normal.')],
    ['advice', 'PATIENT INSTRUCTIONS\nReturn for chest pain.'],
  ])('nor is seen at all: %s', (_, text) => {
    expect(deriveNote(text).decision.problems.cells).toEqual([])
  })

  test('a numbered line that no term names is a problem, one that plans is none', () => {
    expect(listCells(deriveNote(plan('1. Frozzled elbow: rest it.\n2. Follow up in a week.')), 'problems')).toEqual([
      'acute-uncomplicated: Frozzled elbow: rest it',
    ])
  })
})
