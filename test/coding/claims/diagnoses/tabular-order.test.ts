import { tabularOrder } from '#coding/claims/diagnoses/tabular-order.ts'
import { describeWithShared } from '../../../support/shared-data.ts'
import { draftOf, officialCodes } from '../official-codes.ts'
import { describeRule } from '../try-rule.ts'

describeWithShared('code-sets', 'with the tabular list of FY2026', () => {
  const codeSet = officialCodes()
  describeRule(tabularOrder, {
    flags: [
      {
        when: 'DX-805: a manifestation alone',
        codeSet,
        draft: draftOf('F02.80'),
        severity: 'error',
        says: /manifestation/,
      },
      {
        when: 'DX-304: a manifestation before its cause',
        codeSet,
        draft: draftOf('F02.80', 'G30.9'),
        severity: 'error',
        says: /Move G30\.9 up/,
      },
      {
        when: 'anemia before the kidney disease',
        codeSet,
        draft: draftOf('D63.1', 'N18.4'),
        severity: 'error',
        says: /N18\.4 is coded before D63\.1/,
      },
    ],
    passes: [
      { when: 'DX-304, DX-805: etiology first', codeSet, draft: draftOf('G30.9', 'F02.80') },
      { when: 'DX-308: a cause that is not on the draft', codeSet, draft: draftOf('I50.9') },
      { when: 'DX-307: "code also" in either order', codeSet, draft: draftOf('J20.9', 'J44.0') },
    ],
  })
})
