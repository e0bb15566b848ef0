import { teachingVisit } from '#coding/claims/scrub/teaching-visit.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const lineWith = (code: string, modifier: string) => ({
  lines: [aLine(code, { modifiers: [parseModifierCode(modifier)] })],
})

describeRule(teachingVisit, {
  flags: [
    {
      when: 'SCR-45, MOD-GE: GE on level 4',
      draft: lineWith('99214', 'GE'),
      severity: 'error',
      says: /99214.*primary care exception/,
    },
    { when: 'SCR-45: AI on a later visit', draft: lineWith('99232', 'AI'), severity: 'error', says: /first visit/ },
  ],
  passes: [
    { when: 'SCR-45, MOD-GE: GE on level 3', draft: lineWith('99213', 'GE') },
    { when: 'AI on the first visit', draft: lineWith('99222', 'AI') },
    { when: 'GC on level 4', draft: lineWith('99214', 'GC') },
  ],
})
