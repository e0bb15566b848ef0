import { registrationIncomplete } from '#coding/claims/scrub/registration-incomplete.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { describeRule } from '../try-rule.ts'

const patient = { hasName: true, hasAddress: true, birthDate: parseDateOnly('1960-02-03') }

describeRule(registrationIncomplete, {
  flags: [
    {
      when: 'SCR-01: no name and no address',
      context: { patient: { ...patient, hasName: false, hasAddress: false } },
      severity: 'error',
      says: /lacks the name, the address of the patient/,
    },
    {
      when: 'SCR-01: no birth date',
      context: { patient: { hasName: true, hasAddress: true } },
      severity: 'error',
      says: /lacks the birth date/,
    },
  ],
  passes: [{ when: 'SCR-01: all there', context: { patient } }, { when: 'registration was not read' }],
})
