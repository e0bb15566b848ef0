import { describe, expect, test } from 'vitest'
import { isForCoders } from '#coding/claims/is-for-coders.ts'
import type { CheckFinding } from '#coding/domain/finding.ts'
import { buildFindingId, buildFingerprint } from '#coding/domain/fingerprint.ts'

function aCheck(over: Partial<Pick<CheckFinding, 'rule' | 'message' | 'advice'>>): CheckFinding {
  const fingerprint = buildFingerprint(['check'])
  return {
    kind: 'check',
    id: buildFindingId('check', fingerprint),
    fingerprint,
    source: 'rule',
    provisional: false,
    rule: 'line-units',
    severity: 'warning',
    message: 'A line has no units.',
    advice: 'Enter them.',
    evidence: [],
    ruleSource: { title: 'A guide', edition: '1', section: '1' },
    ...over,
  }
}

describe('a check', () => {
  test.each([
    { rule: 'visit-level' },
    { message: 'Not checked: physician fee schedule indicators.' },
    { advice: 'Medicare pays one of them.' },
    { advice: 'It would be denied.' },
    { message: 'Payment follows the other code.' },
    { message: 'Not reimbursed apart.' },
  ])('%j is for coders alone', (over) => {
    expect(isForCoders(aCheck(over))).toBe(true)
  })

  test.each([
    {},
    { message: 'The payer asks for a modifier.' },
    { message: 'Feet and toes are named apart.' },
    { message: 'AUDIT-C was 5.', advice: '' },
  ])('%j may reach a clinician', (over) => {
    expect(isForCoders(aCheck(over))).toBe(false)
  })
})
