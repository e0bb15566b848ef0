import { gestationalAge } from '#coding/claims/diagnoses/gestational-age.ts'
import { describeWithShared } from '../../../support/shared-data.ts'
import { draftOf, IN_FISCAL_2026, officialCodes } from '../official-codes.ts'
import { describeRule } from '../try-rule.ts'

describeWithShared('code-sets', 'with the tabular list of FY2026', () => {
  const official = { codeSet: officialCodes(), record: IN_FISCAL_2026 }
  const at = (weeks: string, ...codes: string[]) =>
    ({ ...official, notes: [`Assessment:\nPregnancy, ${weeks}.`], draft: draftOf(...codes) }) as const
  describeRule(gestationalAge, {
    flags: [
      {
        when: 'an unspecified trimester',
        ...at('IUP at 30w2d', 'O26.899'),
        severity: 'question',
        says: /give the third.*O26\.893/,
        quotes: ['30w2d'],
      },
      {
        when: 'the first day of the second trimester',
        ...at('IUP at 14w0d', 'O26.891'),
        severity: 'question',
        says: /give the second.*O26\.892/,
        quotes: ['14w0d'],
      },
      {
        when: 'the last day of the second trimester',
        ...at('IUP at 27w6d', 'O26.893'),
        severity: 'question',
        says: /give the second/,
        quotes: ['27w6d'],
      },
      {
        when: 'other weeks',
        ...at('IUP at 30w2d', 'Z3A.31'),
        severity: 'question',
        says: /Z3A\.30/,
        quotes: ['30w2d'],
      },
    ],
    passes: [
      { when: 'the last day of the first trimester', ...at('IUP at 13w6d', 'O26.891', 'Z3A.13') },
      { when: 'the first day of the third', ...at('IUP at 28w0d', 'O26.893', 'Z3A.28') },
      { when: 'no weeks', ...at('doing well', 'O26.899') },
      { when: 'two ages', ...at('IUP at 30w2d. EGA 27w1d', 'O26.899') },
      { when: 'a title without trimester', ...at('IUP at 39w2d', 'O80', 'Z3A.39') },
    ],
  })
})
