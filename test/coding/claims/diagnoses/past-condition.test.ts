import { pastCondition } from '#coding/claims/diagnoses/past-condition.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(pastCondition, {
  flags: [
    {
      when: 'an infarction of six weeks ago',
      notes: ['NSTEMI 6 weeks ago, doing well.'],
      draft: draft('I21.4'),
      severity: 'warning',
      says: /I25\.2/,
    },
    {
      when: 'weeks in words, before the name',
      notes: ['Seen six weeks after NSTEMI.'],
      draft: draft('I21.4'),
      severity: 'warning',
      says: /four weeks/,
    },
    {
      when: 'a cancer that was removed',
      notes: ['Breast cancer s/p lumpectomy and radiation 2019, no evidence of disease.'],
      draft: draft('C50.911'),
      severity: 'question',
      says: /Z85/,
    },
  ],
  passes: [
    {
      when: 'an operation that finds none at one place',
      notes: ['PROCEDURE: Cervical cancer. There was no evidence of disease extension into the ligament.'],
      draft: draft('C53.9'),
    },
    { when: 'four weeks to the day', notes: ['NSTEMI 28 days ago.'], draft: draft('I21.4') },
    {
      when: 'a new infarction beside an old one',
      notes: ['NSTEMI 2 days ago; STEMI 3 years ago.'],
      draft: draft('I21.4'),
    },
    { when: 'an old infarction coded as such', notes: ['NSTEMI 6 weeks ago.'], draft: draft('I25.2') },
    {
      when: 'a cancer still treated',
      notes: ['Breast cancer, no evidence of disease on letrozole.'],
      draft: draft('C50.911'),
    },
    { when: 'history of cancer', notes: ['Breast cancer 2019, no evidence of disease.'], draft: draft('Z85.3') },
    { when: 'a leukemia, whose remission has a code', notes: ['CLL, no evidence of disease.'], draft: draft('C91.10') },
  ],
})
