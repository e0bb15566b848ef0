import { describe, expect, test } from 'vitest'
import { buildRemarkCsv, type RemarkChoice } from '#app/features/risk-review/remarks.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import type { ReviewedCondition } from '#coding/risk-review/risk-review.ts'
import { evidenceOf } from '../builders.ts'

const condition = (category: string): ReviewedCondition => ({
  category,
  codes: [{ code: parseIcd10Code('I10'), title: 'Essential (primary) hypertension', origins: ['visit', 'note'] }],
  standing: 'supported',
  proposal: 'keep',
  named: [evidenceOf('HTN')],
  support: [{ kind: 'assess', evidence: evidenceOf('at goal') }],
})
const review = {
  kind: 'reviewed',
  model: 'CMS-HCC V28',
  release: 'PY2026',
  conditions: [condition('1'), condition('2'), condition('3')],
} as const

describe('remarks to take away', () => {
  test('are those that somebody chose, in the words of the guide', () => {
    const choices = new Map<string, RemarkChoice>([
      ['1', { remark: 'assessed-present' }],
      ['3', { remark: 'assessed-not-present', reason: 'inactive-condition' }],
    ])
    expect(buildRemarkCsv(review, choices).split('\r\n')).toEqual([
      'model,category,codes,standing,proposal,remark,reason,words',
      'CMS-HCC V28,1,I10,supported,keep,assessed-present,,HTN | at goal',
      'CMS-HCC V28,3,I10,supported,keep,assessed-not-present,inactive-condition,HTN | at goal',
      '',
    ])
  })

  test('are none while nobody has chosen any', () => {
    expect(buildRemarkCsv(review, new Map())).toBe('model,category,codes,standing,proposal,remark,reason,words\r\n')
  })
})
