import type { AttributeTable } from '#coding/code-sets/code-attribute.ts'
import { createCategoryTable } from '#coding/code-sets/hcc-tables.ts'
import type { RecordedCondition } from '#coding/domain/encounter-record.ts'
import { type Icd10Code, parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { readEncounter } from '#coding/read-encounter.ts'
import { MODEL, type RiskInput, reviewRisk } from '#coding/risk-review/review-risk.ts'
import type { RiskReview } from '#coding/risk-review/risk-review.ts'
import { anEncounter, codeSet, knowledge } from '../an-encounter.ts'
import { CATEGORIES, type RiskNote } from './notes.ts'

const PREFIXES = Object.keys(CATEGORIES).sort((a, b) => b.length - a.length)

export const categories: AttributeTable = {
  list: (code) => {
    const prefix = PREFIXES.find((one) => code.startsWith(one))
    const value = prefix === undefined ? undefined : CATEGORIES[prefix]
    return { kind: 'found', release: 'test', attributes: value === undefined ? [] : [{ name: MODEL, value }] }
  },
}

export function aCondition(code: string, category: RecordedCondition['category']): RecordedCondition {
  return { id: code, code: parseIcd10Code(code), category, clinicalStatus: 'active', verification: 'confirmed' }
}

function findTitle(code: Icd10Code): string {
  const found = codeSet.lookUp(code, anEncounter().dateOfService)
  return found.kind === 'valid_billable' ? found.title : code
}

type Tables = Partial<Pick<RiskInput, 'categories' | 'labels' | 'hierarchies'>>
const ABSENT = createCategoryTable([])

export function review({ text, visit = [], list = [] }: Omit<RiskNote, 'gold'>, tables: Tables = {}): RiskReview {
  const record = anEncounter({
    notes: [text],
    conditions: [
      ...visit.map((code) => aCondition(code, 'encounter-diagnosis')),
      ...list.map((code) => aCondition(code, 'problem-list-item')),
    ],
  })
  const reading = readEncounter({ record, knowledge, codeSet })
  return reviewRisk({ reading, categories, labels: ABSENT, hierarchies: ABSENT, ...tables, findTitle })
}
