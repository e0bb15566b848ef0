import { excludesNote } from '#coding/claims/diagnoses/excludes-note.ts'
import { describeWithShared } from '../../../support/shared-data.ts'
import { draftOf, officialCodes } from '../official-codes.ts'
import { describeRule } from '../try-rule.ts'

describeWithShared('code-sets', 'with the tabular list of FY2026', () => {
  const codeSet = officialCodes()
  describeRule(excludesNote, {
    flags: [
      {
        when: 'DX-301: two types of diabetes',
        codeSet,
        draft: draftOf('E11.9', 'E10.9'),
        severity: 'error',
        says: /not reported together/,
      },
      {
        when: 'DX-301: a denial about something else',
        codeSet,
        notes: ['Assessment: chest pain, unrelated to exertion.'],
        draft: draftOf('E11.9', 'E10.9'),
        severity: 'error',
        says: /not reported together/,
      },
      {
        when: 'DX-302: two conditions that the note calls unrelated',
        codeSet,
        notes: ['Assessment: type 1 diabetes, unrelated to the drug-induced one.'],
        draft: draftOf('E11.9', 'E10.9'),
        severity: 'question',
        says: /related or separate/,
        quotes: ['unrelated'],
      },
    ],
    passes: [
      { when: 'DX-303: an Excludes2 note', codeSet, draft: draftOf('J44.9', 'J41.0') },
      { when: 'DX-301, DX-302: no note', codeSet, draft: draftOf('E11.9', 'I10') },
    ],
  })
})

describeRule(excludesNote, {
  flags: [],
  passes: [{ when: 'the tabular list is not loaded', draft: draftOf('E11.9', 'E10.9') }],
})
