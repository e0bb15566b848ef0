// What counts as data, and the near-misses that do not (coding rules, EM-04 and EM-05).
import { describe, expect, test } from 'vitest'
import { aDraftClaim, aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { deriveNote, listCells } from './derive.ts'

const plan = (text: string): string => `ASSESSMENT AND PLAN\nFatigue. ${text}`

describe('a test counts once', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['ordered', plan('CBC ordered.'), ['test: CBC (ordered)']],
    ['ordered and reviewed', `LABS\nCBC: hemoglobin 12.\n${plan('Repeat CBC.')}`, ['test: CBC (ordered)']],
    ['written small or half so', 'LABS\nHgb 11.2, tsh 2.1.', ['test: CBC (reviewed)', 'test: TSH (reviewed)']],
    ['a tracing written small', plan('ekg ordered.'), ['test: ECG (ordered)']],
    ['a panel and its parts', 'LABS\nBMP: sodium 138, potassium 4.1, creatinine 0.9.', ['test: BMP (reviewed)']],
    ['a panel within a larger one', 'LABS\nCMP normal. Creatinine 0.9. ALT 20.', ['test: CMP (reviewed)']],
    ['parts of two panels', 'LABS\nHemoglobin 12, creatinine 1.1.', ['test: CBC (reviewed)', 'test: BMP (reviewed)']],
    [
      'a part of the body each',
      plan('X-ray of the right knee and x-ray of the left ankle ordered.'),
      ['test: X-ray, knee (ordered)', 'test: X-ray, ankle (ordered)'],
    ],
    [
      'a film seen and then ordered again',
      `IMAGING\nKnee x-ray: no fracture.\n${plan('Repeat x-ray of the knee.')}`,
      ['test: X-ray, knee (ordered)'],
    ],
    ['labs that nobody names', plan('Labs ordered.'), ['test: Laboratory tests or imaging, not named']],
    [
      'a negative result',
      'LABS\nTroponin negative. D-dimer negative.',
      ['test: Troponin (reviewed)', 'test: D-dimer (reviewed)'],
    ],
  ])('%s', (_, text, cells) => {
    expect(listCells(deriveNote(text), 'data')).toEqual(cells)
  })

  test.each([
    ['not needed', plan('No need for x-ray.')],
    ['put off', plan('We will hold off on CT for now.')],
    ['for a case behind it', plan('EMG if no better in 6 wks.')],
    ['for a case', plan('If no better in a week, obtain an MRI.')],
    ['considered', plan('Consider MRI.')],
    ['declined', plan('Colonoscopy declined.')],
    ['turned down by the patient', plan('Patient declined mammogram.')],
    ['a fact of the history', 'PAST MEDICAL HISTORY\nColonoscopy 2019.'],
    ['a word that looks like one', plan('Ana will return in oct or so. Alt dosing.')],
    ['a client', plan('Ct was engaged and reviewed his goals.')],
    ['of a review of systems', 'REVIEW OF SYSTEMS\nNo recent labs.'],
    ['in the instructions', 'PATIENT INSTRUCTIONS\nGet your MRI results from the portal.'],
  ])('and does not count: %s', (_, text) => {
    expect(listCells(deriveNote(text), 'data')).toEqual([])
  })

  test('as many as the chart holds of the day, where the note only says that they were reviewed', () => {
    const lab = { kind: 'lab', time: '2026-11-21T08:00:00Z' } as const
    const indicators = [
      { ...lab, id: '1', name: 'Hemoglobin' },
      { ...lab, id: '2', name: 'Potassium' },
      { ...lab, id: '3', name: 'Creatinine' },
      { ...lab, id: '4', name: 'TSH', time: '2026-01-02T08:00:00Z' },
    ]
    const grid = deriveNote(plan('Labs reviewed.'), { indicators, dateOfService: '2026-11-21' as never })
    expect(listCells(grid, 'data')).toEqual([
      'test: CBC (reviewed; named in the chart)',
      'test: BMP (reviewed; named in the chart)',
    ])
  })
})

describe('a test that does not count is shown with its reason', () => {
  const ecg = 'ED COURSE\nI independently interpreted the ECG: sinus rhythm.\nDIAGNOSIS\nPalpitations.'

  test('an interpretation that the draft reports by itself', () => {
    const draft = aDraftClaim({ lines: [aLine('99284'), aLine('93010')] })
    const grid = deriveNote(ecg, { encounterClass: 'emergency' }, { draft })
    expect(listCells(grid, 'data')).toEqual([])
    expect(grid.decision.data.cells.map(({ reason }) => reason)).toEqual([
      'Line 2 of the draft reports its interpretation.',
      'Line 2 of the draft reports it.',
    ])
  })

  test.each([
    ['nothing billed', [aLine('99284')]],
    ['another test billed', [aLine('99284'), aLine('94010')]],
    ['the technical part alone', [aLine('99284'), aLine('93005', { modifiers: ['TC' as never] })]],
    ['a laboratory test', [aLine('99284'), aLine('85025')]],
  ])('and counts with %s', (_, lines) => {
    const grid = deriveNote(ecg, { encounterClass: 'emergency' }, { draft: aDraftClaim({ lines }) })
    expect(listCells(grid, 'data')).toEqual(['test: ECG (reviewed)', 'independent-interpretation: ECG'])
  })

  test('a review that belongs to the order of an earlier visit', () => {
    const grid = deriveNote(`HPI: Reviewed the TSH ordered at the last visit.\n${plan('Doing well.')}`)
    expect(listCells(grid, 'data')).toEqual([])
    expect(grid.decision.data.cells[0]?.reason).toMatch(/earlier visit/)
  })
})

describe('an independent interpretation is stated', () => {
  test.each([
    'Chest x-ray independently interpreted by me: clear.',
    'I personally reviewed the x-ray images of the knee: no fracture.',
    'CXR: my read, no infiltrate.',
    'ECG tracing interpreted by me shows sinus rhythm.',
  ])('%s', (text) => {
    const grid = deriveNote(`IMAGING\n${text}\n${plan('Rest.')}`)
    expect(listCells(grid, 'data').filter((cell) => cell.startsWith('independent-interpretation'))).toHaveLength(1)
  })

  test.each([
    ['a report that was read', 'Chest x-ray report reviewed: clear.', undefined],
    ['images looked at', 'X-ray images reviewed.', /state no interpretation/],
    ['a result without images', 'I independently reviewed the CBC.', /no interpretation of its own/],
    ['not done', 'I was unable to independently interpret the ECG.', undefined],
  ])('and does not count: %s', (_, text, reason) => {
    const grid = deriveNote(`IMAGING\n${text}\n${plan('Rest.')}`)
    expect(listCells(grid, 'data').filter((cell) => cell.startsWith('independent-interpretation'))).toEqual([])
    const [seen] = grid.decision.data.cells.filter(({ kind }) => kind === 'independent-interpretation')
    if (reason === undefined) expect(seen).toBeUndefined()
    else expect(seen?.reason).toMatch(reason)
  })
})

describe('a discussion is with an external professional or source', () => {
  test.each([
    'Discussed with Dr. Ames of cardiology.',
    'Case discussed with the on-call neurosurgeon.',
    'Spoke with the hospitalist, who accepts.',
    'I called poison control; discussed management with poison control.',
    'Discussed with the school nurse.',
    'Spoke with his parole officer.',
  ])('%s', (text) => {
    expect(listCells(deriveNote(plan(text)), 'data').filter((cell) => cell.startsWith('discussion'))).toHaveLength(1)
  })

  test.each([
    'Discussed with the patient and his wife.',
    'Discussed referral to cardiology.',
    'Will discuss with cardiology next week.',
    'Follow-up with cardiology.',
    'Discussed with her mother.',
    'We discussed the option of seeing a surgeon.',
    'Did not discuss with radiology.',
  ])('and not: %s', (text) => {
    expect(listCells(deriveNote(plan(text)), 'data')).toEqual([])
  })
})

describe('an independent historian', () => {
  test.each([
    [{ unit: 'years', value: 84 }, 'History obtained from daughter because the patient has dementia.'],
    [{ unit: 'years', value: 40 }, 'Collateral history from EMS.'],
    [{ unit: 'years', value: 4 }, 'Mother reports fever since yesterday.'],
    [{ unit: 'days', value: 20 }, 'Father states that he feeds well.'],
  ] as const)('%j: %s', (age, text) => {
    expect(listCells(deriveNote(`HPI\n${text}\n${plan('Rest.')}`, { age }), 'data')).toHaveLength(1)
  })

  test.each([
    [{ unit: 'years', value: 40 }, 'Wife reports that he snores.'],
    [{ unit: 'years', value: 12 }, 'Mother reports fever.'],
    [{ unit: 'years', value: 40 }, 'Family history: mother had diabetes.'],
    [{ unit: 'years', value: 40 }, 'Accompanied by his wife.'],
    [{ unit: 'years', value: 40 }, 'Unable to reach family; no history obtained from family.'],
  ] as const)('and not %j: %s', (age, text) => {
    expect(listCells(deriveNote(`HPI\n${text}\n${plan('Rest.')}`, { age }), 'data')).toEqual([])
  })
})

describe('external notes, one a source', () => {
  test.each<readonly [string, number]>([
    ['Reviewed discharge summary from Mercy Hospital.', 1],
    ['Outside records were reviewed.', 1],
    ['Reviewed cardiology note and oncology note.', 2],
    ['Reviewed my previous note.', 0],
    ['Nursing notes reviewed.', 0],
    ['Will review outside records.', 0],
    ['Outside records requested.', 0],
  ])('%s', (text, count) => {
    expect(listCells(deriveNote(`HPI\n${text}\n${plan('Rest.')}`), 'data')).toHaveLength(count)
  })
})
