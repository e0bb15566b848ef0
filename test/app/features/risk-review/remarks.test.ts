import { describe, expect, test } from 'vitest'
import { buildRemarkCsv, listRemarks } from '#app/features/risk-review/remarks.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import type { RemarkChoice } from '#coding/risk-review/risk-remark.ts'
import type { ReviewedCondition } from '#coding/risk-review/risk-review.ts'
import { evidenceOf } from '../builders.ts'

const condition = (category: string): ReviewedCondition => ({
  category,
  label: 'Pressure',
  trumpedBy: ['2'],
  codes: [
    {
      code: parseIcd10Code('I10'),
      title: 'Essential (primary) hypertension',
      origins: ['visit', 'note'],
      standing: 'supported',
      proposal: 'keep',
      named: [evidenceOf('HTN')],
    },
    {
      code: parseIcd10Code('E11.40'),
      title: 'Another',
      origins: ['visit'],
      standing: 'other',
      proposal: 'remove',
      named: [],
    },
  ],
  standing: 'supported',
  proposal: 'keep',
  named: [evidenceOf('HTN')],
  support: [{ kind: 'assess', evidence: evidenceOf('at goal') }],
})
const review = {
  kind: 'reviewed',
  model: 'CMS-HCC V28',
  release: 'PY2026',
  labels: 'no-data',
  hierarchies: 'no-data',
  conditions: [condition('1'), condition('2'), condition('3')],
} as const

describe('remarks to take away', () => {
  test('are those that somebody chose, in the words of the guide', () => {
    const choices = new Map<string, RemarkChoice>([
      ['1', { remark: 'assessed-present' }],
      ['3', { remark: 'assessed-not-present', reason: 'inactive-condition' }],
    ])
    expect(buildRemarkCsv(review, choices).split('\r\n')).toEqual([
      'model,category,label,codes,standing,proposal,trumped by,remark,reason,words',
      'CMS-HCC V28,1,Pressure,I10 E11.40 (remove),supported,keep,2,assessed-present,,HTN | at goal',
      'CMS-HCC V28,3,Pressure,I10 E11.40 (remove),supported,keep,2,assessed-not-present,inactive-condition,HTN | at goal',
      '',
    ])
  })

  test('leave as FHIR with category, label and remark alone', () => {
    const choices = new Map<string, RemarkChoice>([['3', { remark: 'deferred' }]])
    expect(listRemarks(review, choices)).toEqual([
      { model: 'CMS-HCC V28', category: '3', label: 'Pressure', remark: 'deferred' },
    ])
  })

  test('are none while nobody has chosen any', () => {
    expect(buildRemarkCsv(review, new Map())).toBe(
      'model,category,label,codes,standing,proposal,trumped by,remark,reason,words\r\n',
    )
  })
})
