import { preventiveAge } from '#coding/claims/visits/preventive-age.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const at = (value: number) => ({ age: { unit: 'years', value } }) as const
/** Written out by hand: first and last year, new, established. */
const BANDS = [
  [0, 0, '99381', '99391'],
  [1, 4, '99382', '99392'],
  [5, 11, '99383', '99393'],
  [12, 17, '99384', '99394'],
  [18, 39, '99385', '99395'],
  [40, 64, '99386', '99396'],
  [65, 110, '99387', '99397'],
] as const
const codes = BANDS.flatMap(([from, to, ...both]) => both.map((code) => ({ from, to, code })))
const line = (code: string) => ({ lines: [aLine(code)] })

describeRule(preventiveAge, {
  flags: codes.flatMap(({ from, to, code }) => [
    ...(from === 0
      ? []
      : [
          {
            when: `EM-17, SCR-26: ${code} a year too early`,
            draft: line(code),
            record: at(from - 1),
            severity: 'error' as const,
            says: /is the code of this age/,
          },
        ]),
    ...(to === 110
      ? []
      : [
          {
            when: `${code} a year too late`,
            draft: line(code),
            record: at(to + 1),
            severity: 'error' as const,
            says: /is the code of this age/,
          },
        ]),
  ]),
  passes: [
    ...codes.flatMap(({ from, to, code }) => [
      { when: `EM-17, SCR-26: ${code} at ${from}`, draft: line(code), record: at(from) },
      { when: `${code} at ${to}`, draft: line(code), record: at(to) },
    ]),
    { when: 'an infant by days', draft: line('99391'), record: { age: { unit: 'days', value: 200 } as const } },
    { when: 'another visit', draft: line('99213'), record: at(3) },
  ],
})
