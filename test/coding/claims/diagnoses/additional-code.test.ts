import { additionalCode } from '#coding/claims/diagnoses/additional-code.ts'
import { describeWithShared } from '../../../support/shared-data.ts'
import { draftOf, IN_FISCAL_2026, officialCodes } from '../official-codes.ts'
import { describeRule } from '../try-rule.ts'

describeWithShared('code-sets', 'with the tabular list of FY2026', () => {
  const codeSet = officialCodes()
  const notes = ['Assessment:\nUTI, culture E. coli.']
  describeRule(additionalCode, {
    flags: [
      {
        when: 'DX-306: the organism is documented',
        codeSet,
        record: IN_FISCAL_2026,
        notes,
        draft: draftOf('N39.0'),
        severity: 'warning',
        says: /Add B96\.20 after it/,
        quotes: ['E. coli'],
      },
    ],
    passes: [
      {
        when: 'DX-306: the organism is coded',
        codeSet,
        record: IN_FISCAL_2026,
        notes,
        draft: draftOf('N39.0', 'B96.20'),
      },
      {
        when: 'no organism is documented',
        codeSet,
        record: IN_FISCAL_2026,
        notes: ['Assessment:\nUTI.'],
        draft: draftOf('N39.0'),
      },
    ],
  })
})
