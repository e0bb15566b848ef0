import { parseDateOnly } from '../../domain/date-only.ts'
import type { DraftLine } from '../../domain/draft-claim.ts'
import type { HistorySource, UnseenHistory } from '../claim-context.ts'
import type { ClaimRule, ClaimRuleInput } from '../claim-rule.ts'
import { frequencyLimits } from '../frequency-limits.generated.ts'
import { findVisitLevel } from '../visit-levels.ts'
import { visitRules } from '../visits/visit-rules.generated.ts'

const SOURCES: Readonly<Record<HistorySource, string>> = {
  billing: 'claims and charges',
  procedures: 'procedures',
  visits: 'visits',
}

const REASONS: Readonly<Record<UnseenHistory['because'], string>> = {
  'not-allowed': 'the sign-in does not allow it',
  'not-offered': 'the EHR does not offer them',
  failed: 'they could not be read',
  'too-many': 'there are more than Postil reads',
  'recent-only': 'those of the visits of three years alone',
  withheld: 'some are withheld by policy',
}

function tellsNewFromEstablished({ code: { code } }: DraftLine): boolean {
  const family = findVisitLevel(code)?.family
  const isPreventive = visitRules.preventive.some((one) => one.new === code || one.established === code)
  return isPreventive || /-(?:new|established)$/.test(family ?? '')
}

/** What the other rules would have looked for, as far as this draft gives them reason to. */
function listUnsure({ draft, record }: ClaimRuleInput): readonly string[] {
  const { lines } = draft
  const isLimited = lines.some(({ code }) => frequencyLimits.some(({ codes }) => codes.includes(code.code)))
  return [
    ...(lines.some(tellsNewFromEstablished) ? ['new or established patient'] : []),
    ...(record.payer === 'medicare' && isLimited ? ['how often the plan pays the service'] : []),
    'whether it was billed before',
    'the global period of an operation',
  ]
}

/** A record that could not be read is not an empty one (SCR-20, SCR-24, SCR-28, SCR-31). */
export const earlierServicesNotSeen: ClaimRule = {
  id: 'earlier-services-not-seen',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 12, rev. 2024',
    section: '30.6.7 and 40.1: rules that rest on earlier services',
  },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => {
    const { unseen = [] } = input.context
    if (unseen.length === 0 || input.draft.lines.length === 0 || input.draft.kind !== 'professional') return []
    const parts = unseen.map(({ source, because }) => `${SOURCES[source]} (${REASONS[because]})`)
    return [
      {
        severity: 'information',
        message: `Earlier services of this patient could not be seen in full: ${parts.join(', ')}.`,
        advice: `Not settled by Postil: ${listUnsure(input).join('; ')}. Look in the billing system.`,
        about: 'history',
        evidence: [],
      },
    ]
  },
}
