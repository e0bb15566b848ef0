import { serviceDateImpossible } from '#coding/claims/scrub/service-date-impossible.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { describeRule } from '../try-rule.ts'

const patient = { hasName: true, hasAddress: true, birthDate: parseDateOnly('1960-02-03') }

describeRule(serviceDateImpossible, {
  flags: [
    {
      when: 'SCR-09: tomorrow',
      context: { today: parseDateOnly('2026-11-01') },
      severity: 'error',
      says: /is in the future/,
    },
    {
      when: 'DX-808: before the birth',
      context: { patient: { ...patient, birthDate: parseDateOnly('2026-11-03') } },
      severity: 'error',
      says: /before the birth/,
    },
    {
      when: 'DX-808: after the death',
      context: { patient: { ...patient, deathDate: parseDateOnly('2026-11-01') } },
      severity: 'error',
      says: /after the death/,
    },
    {
      when: 'SCR-09: the last day before the first',
      draft: { dateOfServiceEnd: parseDateOnly('2026-11-01') },
      severity: 'error',
      says: /lies before the first/,
    },
  ],
  passes: [
    { when: 'SCR-09: today', context: { today: parseDateOnly('2026-11-02') } },
    { when: 'DX-808: the day of birth', context: { patient: { ...patient, birthDate: parseDateOnly('2026-11-02') } } },
    { when: 'DX-808: the day of death', context: { patient: { ...patient, deathDate: parseDateOnly('2026-11-02') } } },
    { when: 'a stay of one day', draft: { dateOfServiceEnd: parseDateOnly('2026-11-02') } },
    { when: 'nothing is known' },
  ],
})
