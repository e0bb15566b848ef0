import { describe, expect, test } from 'vitest'
import { applyFix } from '#coding/claims/apply-fix.ts'
import { presentOnAdmission } from '#coding/claims/diagnoses/present-on-admission.ts'
import { cutEvidence } from '#coding/domain/evidence.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import { aNote } from '../../../app/features/builders.ts'
import { aDiagnosis, aDraftClaim } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule, tryRule } from '../try-rule.ts'

const exempt = (value: boolean) => ({ isPoaExempt: () => ({ state: 'found', value, edition: 'test' }) as const })
const record = { setting: 'inpatient_facility' } as const
const kind = 'institutional' as const
const blank = { kind, diagnoses: [aDiagnosis()] }
const told = { kind, diagnoses: [aDiagnosis('M17.11', { presentOnAdmission: 'yes' })] }

describeRule(presentOnAdmission, {
  flags: [
    {
      when: 'DX-714: nothing is said',
      tables: exempt(false),
      record,
      draft: blank,
      severity: 'error',
      says: /does not say/,
    },
    {
      when: 'an exempt code says it',
      tables: exempt(true),
      record,
      draft: told,
      severity: 'warning',
      says: /Leave it blank/,
    },
    { when: 'the list is not loaded', record, draft: blank, severity: 'question', says: /not loaded/ },
  ],
  passes: [
    { when: 'DX-714: it is said', tables: exempt(false), record, draft: told },
    { when: 'exempt and blank', tables: exempt(true), record, draft: blank },
    { when: 'a professional claim', tables: exempt(false), record },
  ],
})

const WORDS = 'pneumonia'
const START = '2026-11-02T08:00:00Z'

/** One stay, and the diagnosis with the words of it in each note. */
function ask(notes: readonly { readonly text: string; readonly time?: string }[]) {
  const written = notes.map((note, index) => aNote({ id: parseNoteId(`note-${index + 1}`), ...note }))
  const evidence = written.flatMap((note) => {
    const start = note.text.toLowerCase().indexOf(WORDS)
    const assertion = { existence: 'present', temporality: 'current', experiencer: 'patient' } as const
    return start < 0 ? [] : [cutEvidence(note, { start, end: start + WORDS.length, section: 'assessment', assertion })]
  })
  const draft = { kind, diagnoses: [aDiagnosis('J18.9', { evidence })] }
  const whole = { ...record, period: { start: START }, notes: written }
  const [hit] = tryRule(presentOnAdmission, { draft, record: whole, tables: exempt(false) })
  return { hit, draft: aDraftClaim(draft) }
}

describe('what the notes prove', () => {
  const later = '2026-11-05T10:00:00Z'
  test.each([
    [
      'an admission note',
      { text: 'History and Physical\nAssessment: Pneumonia.', time: later },
      { present: 'yes', quote: 'Pneumonia' },
    ],
    [
      'a note of the first day',
      { text: 'Assessment: Pneumonia.', time: '2026-11-02T20:00:00Z' },
      { present: 'yes', quote: 'Pneumonia' },
    ],
    [
      'words that say so on a later day',
      { text: 'Hospital day 3. Assessment: Pneumonia, present on admission.', time: later },
      { present: 'yes', quote: 'Pneumonia, present on admission' },
    ],
    [
      'POA',
      { text: 'Hospital day 3. Assessment: Pneumonia (POA).', time: later },
      { present: 'yes', quote: 'Pneumonia (POA' },
    ],
    [
      'POA: N',
      { text: 'Hospital day 3. Assessment: Pneumonia POA: N.', time: later },
      { present: 'no', quote: 'Pneumonia POA: N' },
    ],
    [
      'words that say the contrary',
      { text: 'Hospital day 3. Assessment: Hospital-acquired pneumonia.', time: later },
      { present: 'no', quote: 'Hospital-acquired pneumonia' },
    ],
    [
      'words that say it was not',
      { text: 'Assessment: Pneumonia, not present on admission.', time: later },
      { present: 'no', quote: 'Pneumonia, not present on admission' },
    ],
    [
      'words that nobody can tell',
      { text: 'Assessment: Pneumonia, unable to determine whether present on admission.', time: later },
      { present: 'undetermined', quote: 'Pneumonia, unable to determine whether present on admission' },
    ],
  ])('%s', (_, note, { present, quote }) => {
    const { hit, draft } = ask([note])
    expect(hit?.fix).toEqual({ kind: 'set-on-admission', code: 'J18.9', present })
    expect(hit?.evidence.map((one) => one.quote)).toEqual([quote])
    const fixed = hit?.fix && applyFix(draft, hit.fix, hit.evidence)
    expect(fixed?.diagnoses[0]?.presentOnAdmission).toBe(present)
  })

  test.each([
    ['a progress note alone', [{ text: 'Hospital day 3. Assessment: Pneumonia.', time: later }]],
    ['a note of another day', [{ text: 'Assessment: Pneumonia.', time: later }]],
    ['a discharge summary of the first day', [{ text: 'Discharge summary. Pneumonia.', time: START }]],
    [
      'two that differ',
      [
        { text: 'H&P. Assessment: Pneumonia, present on admission.', time: START },
        { text: 'Assessment: Hospital-acquired pneumonia.', time: later },
      ],
    ],
    [
      'one sentence of two conditions',
      [{ text: 'Admitted with pneumonia, developed sepsis after admission.', time: later }],
    ],
  ])('%s proves nothing, so that nothing is proposed', (_, notes) => {
    const { hit } = ask(notes)
    expect(hit).toMatchObject({ severity: 'error', advice: expect.stringMatching(/^Choose/) })
    expect(hit?.fix).toBeUndefined()
  })

  test('an exempt code is left blank by one key', () => {
    const [hit] = tryRule(presentOnAdmission, { draft: told, record, tables: exempt(true) })
    expect(hit?.fix).toEqual({ kind: 'set-on-admission', code: 'M17.11' })
    const fixed = hit?.fix && applyFix(aDraftClaim(told), hit.fix, [])
    expect(fixed?.diagnoses[0]).not.toHaveProperty('presentOnAdmission')
  })
})
