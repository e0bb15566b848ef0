import { oneOfAPeriod } from '#coding/claims/time/one-of-a-period.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const bill = (...codes: readonly string[]) => ({ lines: codes.map((code) => aLine(code)) })

describeRule(oneOfAPeriod, {
  flags: [
    { when: 'few and many days', draft: bill('99445', '99454'), severity: 'error', says: /Line 2 .* and 99445/ },
    { when: 'few and many minutes', draft: bill('99457', '99470'), severity: 'error', says: /Line 2 .* and 99457/ },
  ],
  passes: [
    { when: 'days and minutes', draft: bill('99454', '99457', '99458') },
    { when: 'a therapeutic device, whose pair no source at hand confirms', draft: bill('98985', '98977') },
    { when: 'one of them twice, which another rule says', draft: bill('99454', '99454') },
  ],
})
