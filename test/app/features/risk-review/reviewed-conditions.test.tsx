import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { Reviewed } from '#app/features/risk-review/remarks.ts'
import { ReviewedConditions } from '#app/features/risk-review/reviewed-conditions.tsx'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { evidenceOf } from '../builders.ts'

const kept = {
  code: parseIcd10Code('E11.22'),
  title: 'Kidney',
  origins: ['visit', 'note'],
  standing: 'supported',
  proposal: 'keep',
  named: [evidenceOf('HTN')],
} as const
const unsupported = {
  code: parseIcd10Code('E11.40'),
  title: 'Nerves',
  origins: ['visit'],
  standing: 'other',
  proposal: 'remove',
  named: [],
} as const

const review: Reviewed = {
  kind: 'reviewed',
  model: 'CMS-HCC V28',
  release: 'PY2026',
  labels: 'found',
  hierarchies: 'found',
  conditions: [
    {
      category: '37',
      label: 'Diabetes with complications',
      trumpedBy: ['36'],
      codes: [kept, unsupported],
      standing: 'supported',
      proposal: 'keep',
      named: [evidenceOf('HTN')],
      support: [],
    },
  ],
}

function render(over: Partial<Reviewed> = {}): string {
  const parts = {
    describeProblem: () => '',
    showInNote: () => undefined,
    encounterId: 'enc-1',
    recordExport: async () => undefined,
    buildFhir: async () => '{}',
  }
  return renderToStaticMarkup(<ReviewedConditions {...parts} review={{ ...review, ...over }} />)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

describe('a reviewed category', () => {
  test('does not hide a code without support behind one that has it', () => {
    const text = render()
    expect(text).toContain('Codes: 1 not supported, 0 supported and not listed, 1 supported.')
    expect(text).toContain('37 Diabetes with complications. Supported, but not by every code of the visit')
    expect(text).toMatch(/E11\.40 Nerves .*: not supported \. The notes say another code of this category/)
    expect(text).toMatch(/E11\.22 Kidney .*: keep/)
  })

  test('says which category takes its place', () => {
    expect(render()).toContain('Category 36 , supported as well, takes its place')
  })

  test('says which tables are absent, and nothing where they are there', () => {
    expect(render()).not.toContain('No table')
    const text = render({ labels: 'no-data', hierarchies: 'outside-releases' })
    expect(text).toContain('No table of the names of categories is loaded: only their numbers are shown.')
    expect(text).toContain('No table of hierarchies covers the day of this visit')
  })
})
