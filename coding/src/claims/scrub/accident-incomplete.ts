import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'

const HEALTH_PLANS: ReadonlySet<string> = new Set(['medicare', 'medicaid', 'commercial'])

function buildHit(severity: ClaimRuleHit['severity'], message: string, advice: string): ClaimRuleHit {
  return { severity, message, advice, about: severity === 'error' ? 'accident' : 'accident payer', evidence: [] }
}

/** An accident is told with its date, and of an automobile with the state (SCR-36). */
export const accidentIncomplete: ClaimRule = {
  id: 'accident-incomplete',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 26, rev. 2024',
    section: '10.2, items 10a-10c and 14',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft: { filing }, record: { payer } }) => {
    const accident = filing?.accident
    if (accident === undefined) return []
    const missing = [
      ...(accident.date === undefined ? ['its date'] : []),
      ...(accident.kind === 'auto' && accident.state === undefined ? ['the state'] : []),
    ]
    const incomplete: ClaimRuleHit[] =
      missing.length === 0
        ? []
        : [buildHit('error', `The accident lacks ${missing.join(' and ')}.`, 'Registration has it.')]
    const isOtherPayers = accident.kind !== 'other' && HEALTH_PLANS.has(payer)
    const before: ClaimRuleHit[] = isOtherPayers
      ? [
          buildHit(
            'warning',
            `${accident.kind === 'work' ? 'An employer’s' : 'An automobile'} insurer may have to pay before this plan.`,
            'Ask registration which insurer is first.',
          ),
        ]
      : []
    return [...incomplete, ...before]
  },
}
