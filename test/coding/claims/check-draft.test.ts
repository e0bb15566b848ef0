import { expect, test } from 'vitest'
import { buildCheckFinding } from '#coding/claims/check-draft.ts'
import type { ClaimRuleHit } from '#coding/claims/claim-rule.ts'
import { lineDate } from '#coding/claims/lines/line-date.ts'
import { tryParseFinding } from '#coding/contract/finding.ts'
import { parseEncounterId } from '#coding/domain/ids.ts'

const HIT: ClaimRuleHit = { severity: 'warning', message: 'm', advice: 'a', about: 'I10', evidence: [] }

test.each<readonly [string, Partial<ClaimRuleHit>, number | undefined]>([
  ['names it', { about: 'line 12' }, 12],
  ['names it first of more', { about: 'line 2 JW' }, 2],
  ['would change it', { fix: { kind: 'set-units', line: 3, units: 1 } }, 3],
  ['is about a diagnosis', {}, undefined],
  ['names another than its fix would change', { fix: { kind: 'remove-line', line: 1 }, about: 'line 4' }, 4],
])('a check says which line it is about, where it %s', (_, hit, line) => {
  const finding = buildCheckFinding(lineDate, { ...HIT, ...hit }, parseEncounterId('e1'))
  expect(finding.line).toBe(line)
  expect(tryParseFinding(JSON.parse(JSON.stringify(finding)))).toEqual(finding)
})
