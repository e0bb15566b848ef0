// Code, page and test under one id: what holds the rules together.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkDraft } from '#coding/claims/check-draft.ts'
import { claimRules } from '#coding/claims/claim-rules.generated.ts'
import type { ClaimTables } from '#coding/claims/claim-tables.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { GENERATED, listRules } from '../../../scripts/build-claim-data.ts'
import { aRecord } from '../../app/features/builders.ts'
import { aDraftClaim, aLine } from '../../fixtures/fhir/draft-claim.ts'

const root = join(import.meta.dirname, '../../..')

describe('every claim rule', () => {
  test.each(claimRules.map((rule) => [rule.id, rule] as const))('%s has its page and its test', (id, rule) => {
    expect(listRules()).toContainEqual({ family: rule.family, id })
    expect(existsSync(join(root, `test/coding/claims/${rule.family}/${id}.test.ts`))).toBe(true)
    const page = readFileSync(join(root, `docs/rules/${id}.md`), 'utf8')
    for (const heading of ['## Why', '## Flags', '## Leaves alone', '## Source']) expect(page).toContain(heading)
    expect(page).toContain(rule.source.section)
  })

  test('has a severity and a source in the list', () => {
    const rows = readFileSync(join(root, 'docs/rule-list.md'), 'utf8').match(/^\| \[.*$/gm) ?? []
    expect(rows).toHaveLength(claimRules.length)
    expect(
      rows.filter((row) => !/^\| \[[^|]*\| (?:error|recode|warning|question|information)\b.*\| \S[^|]* \|$/.test(row)),
    ).toEqual([])
  })

  test('has no page without a rule', () => {
    const pages = globSync('docs/rules/*.md', { cwd: root }).map((file) => file.replace(/^.*[\\/]|\.md$/g, ''))
    const ids = claimRules.map(({ id }) => id)
    expect(pages.filter((page) => page !== 'README' && !ids.includes(page))).toEqual([])
  })

  test.each(Object.entries(GENERATED))('%s is what its sources give', (file, build) => {
    expect(readFileSync(join(root, file), 'utf8')).toBe(build())
  })
})

const none = () => ({ state: 'none', edition: 'test' }) as const
/** Loaded, and silent about every code of these tests. */
const tables: ClaimTables = {
  findPair: none,
  findUnitLimit: none,
  findAddOn: none,
  findPolicy: none,
  findProcedureState: none,
  findCharge: none,
  listCoverage: none,
  listEditorFlags: none,
  isPoaExempt: none,
}

describe('checkDraft', () => {
  const knowledge = loadKnowledge()
  const codeSet = createEmbeddedCodeSet(knowledge)

  const filing = { payerNumber: '12345', billingTaxonomy: '261QM1300X', performerTaxonomy: '207Q00000X' }

  test('finds nothing in a complete draft but what no table can say: whether a CPT number exists', () => {
    const findings = checkDraft({ draft: aDraftClaim({ filing }), record: aRecord(), knowledge, codeSet, tables })
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['edits-not-checked', 'information']])
  })

  test('puts the gravest first and names rule, source and a fingerprint that stays', () => {
    const draft = aDraftClaim({ filing, diagnoses: [], lines: [aLine('99213', { placeOfService: '' })] })
    const findings = checkDraft({ draft, record: aRecord(), knowledge, codeSet, tables })
    expect(findings.map(({ severity }) => severity)).toEqual(['error', 'error', 'warning', 'information'])
    expect(findings[0]).toMatchObject({ kind: 'check', rule: 'diagnosis-missing', source: 'rule', provisional: false })
    expect(checkDraft({ draft, record: aRecord(), knowledge, codeSet, tables })).toEqual(findings)
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(4)
  })
})
