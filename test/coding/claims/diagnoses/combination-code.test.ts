import { combinationCode } from '#coding/claims/diagnoses/combination-code.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

const said = (code: string, quote: string) =>
  aDiagnosis(code, {
    evidence: [
      {
        noteId: parseNoteId('note-1'),
        noteVersion: '1',
        start: 0,
        end: quote.length,
        quote,
        section: 'assessment',
        assertion: { existence: 'present', temporality: 'current', experiencer: 'patient' },
      },
    ],
  })

describeRule(combinationCode, {
  flags: [
    { when: 'hypertension beside heart failure', draft: draft('I10', 'I50.22'), severity: 'recode', says: /as I11\.0/ },
    { when: 'diabetes beside kidney disease', draft: draft('E11.9', 'N18.4'), severity: 'recode', says: /as E11\.22/ },
    {
      when: 'coronary disease beside angina',
      draft: draft('I25.10', 'I20.9'),
      severity: 'recode',
      says: /as I25\.119/,
    },
    {
      when: 'diabetes with and without a complication',
      draft: draft('E11.22', 'N18.4', 'E11.9'),
      severity: 'recode',
      says: /comes off/,
    },
    {
      when: 'a denial about something else',
      notes: [
        'Assessment: Chest pain not related to exertion. Neuropathy due to B12 deficiency. CKD stage 4. HTN, at goal.',
      ],
      draft: draft('I10', 'N18.4'),
      severity: 'recode',
      says: /as I12\.9/,
    },
    {
      when: 'diabetes beside a polyneuropathy',
      draft: draft('E11.9', 'G62.9'),
      severity: 'recode',
      says: /as E11\.42/,
    },
    {
      when: 'diabetes beside what the note calls neuropathy',
      draft: { diagnoses: [aDiagnosis('E11.9'), said('G62.9', 'peripheral neuropathy')] },
      severity: 'recode',
      says: /as E11\.40/,
      quotes: ['peripheral neuropathy'],
    },
    {
      when: 'a second relation, once the first is said',
      draft: draft('E11.22', 'N18.32', 'G62.9'),
      severity: 'recode',
      says: /as E11\.42/,
    },
    {
      when: 'a second relation whose condition keeps its own code',
      draft: draft('E11.42', 'K05.30'),
      severity: 'recode',
      says: /as E11\.630/,
    },
    { when: 'a cataract', draft: draft('E11.9', 'H26.9'), severity: 'recode', says: /as E11\.36/ },
    { when: 'a background retinopathy', draft: draft('E10.9', 'H35.00'), severity: 'recode', says: /as E10\.319/ },
    { when: 'a mononeuropathy', draft: draft('E11.9', 'G58.9'), severity: 'recode', says: /as E11\.41/ },
    {
      when: 'an acidosis that the note calls ketoacidosis',
      draft: { diagnoses: [aDiagnosis('E11.9'), said('E87.20', 'DKA')] },
      severity: 'recode',
      says: /as E11\.10/,
      quotes: ['DKA'],
    },
  ],
  passes: [
    {
      when: 'the note says that the two are unrelated',
      notes: ['Assessment: CKD stage 4, not due to hypertension. HTN, at goal.'],
      draft: draft('I10', 'N18.4'),
    },
    { when: 'another type of complication than the words say', draft: draft('E11.9', 'E87.0') },
    { when: 'type 1 has no such state', draft: { diagnoses: [aDiagnosis('E10.9'), said('E87.0', 'HHS')] } },
    { when: 'the relation stands already', draft: draft('E11.42', 'I10') },
    { when: 'a skin ulcer of the calf, which the index does not presume', draft: draft('E11.9', 'L97.211') },
    { when: 'the joined code stands already', draft: draft('I11.0', 'I50.22') },
    { when: 'hypertension alone', draft: draft('I10') },
    {
      when: 'the note states another cause',
      notes: ['Assessment: CKD stage 4 due to polycystic kidney disease. HTN, at goal.'],
      draft: draft('I10', 'N18.4'),
    },
  ],
})
