// Decisions of management and their near-misses (coding rules, EM-07 and the table of risk).
import { describe, expect, test } from 'vitest'
import type { VisitGrid } from '#coding/domain/visit-grid.ts'
import { deriveNote } from './derive.ts'

const plan = (text: string): string => `ASSESSMENT AND PLAN\nSeen today. ${text}`
const read = (text: string, encounterClass: 'ambulatory' | 'emergency' | 'inpatient' = 'ambulatory'): VisitGrid =>
  deriveNote(text.includes('\n') ? text : plan(text), { encounterClass })
const levelOf = (text: string): string => read(text).decision.risk.level
const countedOf = ({ decision }: VisitGrid): readonly string[] =>
  decision.risk.cells.filter(({ counts }) => counts).map(({ kind }) => kind)

describe('every decision and what lies beside it', () => {
  test.each<readonly [string, string]>([
    ['Nothing to do.', 'straightforward'],
    ['Rest and cold compresses.', 'straightforward'],
    ['Ibuprofen over the counter.', 'low'],
    ['Ibuprofen 800 mg prescribed.', 'moderate'],
    ['Start acetaminophen as needed.', 'low'],
    ['Physical therapy.', 'low'],
    ['Will proceed with excision of the lesion.', 'low'],
    [
      'Will proceed with excision of the lesion; bleeding risk is increased because of apixaban held today.',
      'moderate',
    ],
    ['Start lisinopril 10 mg.', 'moderate'],
    ['Start Xyzotril 5 mg daily.', 'moderate'],
    ['Stop metoprolol.', 'moderate'],
    ['She elects to proceed with total knee arthroplasty.', 'moderate'],
    ['She elects to proceed with total knee arthroplasty. High surgical risk because of heart failure.', 'high'],
    ['Total knee arthroplasty scheduled, no surgical risk factors.', 'moderate'],
    ['Hemiarthroplasty tomorrow.', 'moderate'],
    ['Hemiarthroplasty tomorrow; elevated surgical risk given her age.', 'high'],
    ['Hip fracture. Physical therapy; will see her tomorrow.', 'low'],
    ['Amoxicillin-clavulanate 875 mg BID for 7 days.', 'moderate'],
    ['Piperacillin/tazobactam given.', 'moderate'],
    ['Knee prepped; 40 mg triamcinolone with 4 mL of 1% lidocaine injected.', 'straightforward'],
    ['Start triamcinolone 0.1% cream twice daily.', 'moderate'],
    ['Emergency laparotomy.', 'high'],
    ['Care is limited because she cannot afford her insulin.', 'moderate'],
    ['Continue methotrexate 15 mg weekly.', 'moderate'],
    ['Continue methotrexate 15 mg weekly; CBC every 8 weeks to monitor for toxicity.', 'high'],
    ['Continue metformin 500 mg; A1c every 3 months to monitor.', 'moderate'],
    ['Admit to the hospital for intravenous antibiotics.', 'high'],
    ['Sent to the emergency department by ambulance.', 'high'],
    ['After discussion of her poor prognosis she elects DNR.', 'high'],
    ['Morphine 4 mg IV given.', 'high'],
    ['Ketorolac 30 mg IM given.', 'moderate'],
  ])('%s: %s', (text, level) => {
    expect(levelOf(text)).toBe(level)
  })
})

describe('what decides nothing', () => {
  test.each([
    ['a list', 'MEDICATIONS\nLisinopril 20 mg daily\nASSESSMENT\nHypertension.'],
    ['a drug that is turned down', 'Declined starting a statin.'],
    ['a drug for a case', 'If no better, would start prednisone.'],
    ['a drug that is considered', 'Consider gabapentin.'],
    ['an allergy', 'Allergic to amoxicillin.'],
    ['a drug of the past', 'Previously tried gabapentin.'],
    ['medications that nobody names', 'Continue current medications.'],
    ['an operation of the past', 'She had a cholecystectomy in 2015.'],
    ['an operation that is not needed', 'No need for surgery.'],
    ['an operation for a case', 'If pain goes on, may need knee arthroplasty.'],
    ['a service called surgery', 'Refer to surgery.'],
    ['an admission of the past', 'He was admitted to the hospital last month.'],
    ['an admission for a case', 'If worse, return to the emergency department.'],
    ['a code status', 'Code status: DNR.'],
    ['a controlled drug by mouth', 'No IV morphine was needed.'],
    ['a circumstance that limits nothing', 'SOCIAL HISTORY\nHomeless, sleeps in a shelter.\nASSESSMENT\nFatigue.'],
    ['advice', 'PATIENT INSTRUCTIONS\nStart ibuprofen if you have pain.'],
  ])('%s', (_, text) => {
    const counted = countedOf(read(text))
    expect(counted.filter((kind) => kind !== 'minimal-treatment')).toEqual([])
  })

  test('is shown with its reason where it might be taken for a decision', () => {
    const { decision } = read('Continue current medications.')
    expect(decision.risk.cells).toMatchObject([
      { kind: 'prescription-drug', counts: false, rule: 'drug-list-only', reason: expect.stringMatching(/No drug/) },
    ])
  })

  test('a wish without a poor prognosis behind it is shown, and does not count', () => {
    const { decision } = read('She elects DNR.')
    expect(decision.risk.cells).toMatchObject([{ kind: 'de-escalation', counts: false }])
  })
})

test('within a stay "admitted" is how it began, and a move to intensive care is a decision', () => {
  const later = 'PROGRESS NOTE\nASSESSMENT AND PLAN\n'
  expect(countedOf(read(`${later}Admitted to medicine for pneumonia. Stable.`, 'inpatient'))).toEqual([])
  expect(countedOf(read(`${later}Pneumonia, worse. Transfer to the ICU.`, 'inpatient'))).toEqual(['hospitalization'])
})

test('what emergency medical services gave is theirs', () => {
  const course = (text: string): string => `ED COURSE\n${text}\nDIAGNOSIS\nHip pain.`
  expect(countedOf(read(course('EMS gave fentanyl 50 mcg IV.'), 'emergency'))).not.toContain('parenteral-controlled')
  expect(countedOf(read(course('Fentanyl 50 mcg IV given.'), 'emergency'))).toContain('parenteral-controlled')
})
