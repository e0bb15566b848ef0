import { authorization } from '#coding/claims/scrub/authorization.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const on = parseDateOnly
const lines = [aLine('99213'), aLine('97110', { units: 4 })]

describeRule(authorization, {
  flags: [
    {
      when: 'SCR-29: none where one is needed',
      draft: { lines },
      context: { policy: { authorizationFor: ['971'] } },
      severity: 'error',
      says: /asks for an authorization of 97110/,
    },
    {
      when: 'SCR-29: a day after it ended',
      draft: {
        lines,
        filing: { authorization: { number: 'A', end: on('2026-11-01'), codes: [parseProcedureCode('97110')] } },
      },
      severity: 'error',
      says: /97110 on 2026-11-02 is outside/,
    },
    {
      when: 'SCR-29: one unit more',
      draft: { lines, filing: { authorization: { number: 'A', units: 3, codes: [parseProcedureCode('97110')] } } },
      severity: 'error',
      says: /4 units are billed, and 3/,
    },
    {
      when: 'SCR-29: other codes',
      draft: { lines, filing: { authorization: { number: 'A', codes: [parseProcedureCode('97112')] } } },
      severity: 'error',
      says: /covers none/,
    },
    {
      when: 'SCR-29: another provider',
      draft: { lines, filing: { authorization: { number: 'A', provider: 'Practitioner/other' } } },
      severity: 'error',
      says: /another provider/,
    },
  ],
  passes: [
    {
      when: 'SCR-29: it fits to the last day and unit',
      draft: {
        lines,
        filing: {
          authorization: {
            number: 'A',
            start: on('2026-11-02'),
            end: on('2026-11-02'),
            units: 4,
            codes: [parseProcedureCode('97110')],
            provider: 'Practitioner/prac1',
          },
        },
      },
    },
    { when: 'no line needs one', draft: { lines }, context: { policy: { authorizationFor: ['7'] } } },
    { when: 'the payer is not known to ask', draft: { lines } },
  ],
})
