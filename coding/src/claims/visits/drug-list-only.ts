import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { checkReliance } from './visit-lines.ts'

/** A medication list is no prescription drug management (EM-07). */
export const drugListOnly: ClaimRule = {
  id: 'drug-list-only',
  family: 'visits',
  source: {
    title: 'AMA CPT E/M guidelines; CMS, Evaluation and Management Services (MLN006764)',
    edition: '2023',
    section: 'Prescription drug management',
  },
  effective: { from: parseDateOnly('2021-01-01') },
  check: (input) =>
    checkReliance(input, {
      element: 'risk',
      rule: 'drug-list-only',
      advice: 'Prescription drug management counts where the notes evaluate a drug or decide on one.',
    }),
}
