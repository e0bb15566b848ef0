import { consents } from '#coding/claims/scrub/consents.ts'
import { describeRule } from '../try-rule.ts'

const all = { signatureOnFile: true, assignmentOfBenefits: true, releaseOfInformation: true }

describeRule(consents, {
  flags: [
    {
      when: 'SCR-40: no signature',
      draft: { filing: { consents: { ...all, signatureOnFile: false } } },
      severity: 'error',
      says: /signature is not on file/,
    },
    {
      when: 'SCR-40: no release',
      draft: { filing: { consents: { ...all, releaseOfInformation: false } } },
      severity: 'error',
      says: /not released/,
    },
    {
      when: 'not assigned',
      draft: { filing: { consents: { ...all, assignmentOfBenefits: false } } },
      severity: 'information',
      says: /not assigned/,
    },
  ],
  passes: [
    { when: 'SCR-40: all set', draft: { filing: { consents: all } } },
    { when: 'nothing said', draft: {} },
  ],
})
