import { psychotherapyBeside } from '#coding/claims/time/psychotherapy-beside.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const bill = (...codes: readonly string[]) => ({ lines: codes.map((code) => aLine(code)) })
const clash = (when: string, ...codes: readonly string[]) => ({
  when,
  draft: bill(...codes),
  severity: 'error' as const,
  says: /are not reported together/,
})

describeRule(psychotherapyBeside, {
  flags: [
    clash('PSY-05: an evaluation beside psychotherapy', '90791', '90834'),
    clash('PSY-05: two evaluations', '90791', '90792'),
    clash('PSY-05: an evaluation with medical services beside a visit', '90792', '99213'),
    clash('PSY-06: crisis care beside psychotherapy', '90839', '90837'),
    clash('PSY-06: crisis care beside an evaluation', '90839', '90791'),
    clash('PSY-08: two codes for one long session', '90834', '90832'),
    {
      when: 'PSY-04: interactive complexity with a visit alone',
      draft: bill('99213', '90785'),
      severity: 'error',
      says: /adds to an evaluation or to psychotherapy/,
    },
  ],
  passes: [
    {
      when: 'an evaluation beside collaborative care of the month',
      draft: { lines: [aLine('90792'), aLine('99492')] },
    },
    { when: 'PSY-04: interactive complexity beside psychotherapy', draft: bill('90834', '90785') },
    { when: 'PSY-05: an evaluation alone', draft: bill('90791') },
    { when: 'PSY-06: further half hours of crisis care', draft: bill('90839', '90840') },
    {
      when: 'PSY-05: an evaluation without medical services beside a visit is for the payer to judge',
      draft: bill('90791', '99213'),
    },
    { when: 'two days', draft: { lines: [aLine('90791', { date: parseDateOnly('2026-11-01') }), aLine('90834')] } },
  ],
})
