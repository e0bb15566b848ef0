/** The engine of `coding` behind the proxy's port, on the releases that the site has loaded or on the embedded knowledge. */
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { reviewDraft } from '#coding/claims/check-draft.ts'
import { isForCoders } from '#coding/claims/is-for-coders.ts'
import { createAttributeTable } from '#coding/code-sets/code-attribute.ts'
import type { SearchAbbreviations } from '#coding/code-sets/code-search.ts'
import { createDatedCodeSearch } from '#coding/code-sets/dated-code-search.ts'
import { createEmbeddedCodeSearch } from '#coding/code-sets/embedded-code-search.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { createCategoryTable } from '#coding/code-sets/hcc-tables.ts'
import { lookUpWithChildren } from '#coding/code-sets/look-up-with-children.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { Knowledge } from '#coding/knowledge/concept.ts'
import { knowledgeData } from '#coding/knowledge/knowledge.generated.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { openRecord } from '#coding/proposals/open-record.ts'
import { readEncounter } from '#coding/read-encounter.ts'
import { reviewRisk } from '#coding/risk-review/review-risk.ts'
import type { LoadedCodeSets } from './code-sets/load-code-sets.ts'
import type { Engine } from './engine.ts'

type CodeSetsForEngine = Pick<LoadedCodeSets, 'releases' | 'diagnoses'> &
  Partial<Pick<LoadedCodeSets, 'tables' | 'hcpcs' | 'hccs' | 'hccLabels' | 'hccHierarchies' | 'complications'>>

/** @param codeSets once one official release of ICD-10-CM is loaded, the embedded table is not asked any more. */
export function createCodingEngine({ releases, diagnoses, tables, hcpcs, ...weights }: CodeSetsForEngine): Engine {
  const knowledge = loadKnowledge()
  const hasRelease = releases.length > 0
  const codeSet = hasRelease ? diagnoses : createEmbeddedCodeSet(knowledge)
  const risk = {
    categories: weights.hccs ?? createAttributeTable([]),
    labels: weights.hccLabels ?? createCategoryTable([]),
    hierarchies: weights.hccHierarchies ?? createCategoryTable([]),
  }
  const findTitle = (code: Icd10Code, on: DateOnly): string => {
    const found = codeSet.lookUp(code, on)
    return found.kind === 'valid_billable' || found.kind === 'valid_header' ? found.title : code
  }
  return {
    analyse: (record) => ({
      findings: analyseEncounter({ record, knowledge, codeSet }).findings,
      state: codeSet.describe(record.dateOfService),
    }),
    openRecord: (record) =>
      openRecord({
        record,
        knowledge,
        codeSet,
        mayRaisePayment: (code) => mayRaisePayment(weights, code, record.dateOfService),
      }),
    checkDraft: (question, reader) => {
      const review = reviewDraft({ ...question, knowledge, codeSet, ...(tables === undefined ? {} : { tables }) })
      return reader === 'coder' ? review : { findings: review.findings.filter((finding) => !isForCoders(finding)) }
    },
    reviewRisk: (record) => reviewRisk({ reading: readEncounter({ record, knowledge, codeSet }), ...risk, findTitle }),
    lookUp: (code, on) => lookUpWithChildren(codeSet, code, on),
    searchProcedures: (request) => hcpcs?.search(request) ?? { kind: 'no-data' },
    searchCodes: hasRelease
      ? createDatedCodeSearch(releases, readAbbreviations(knowledge))
      : createEmbeddedCodeSearch({ knowledge, data: knowledgeData, codeSet }),
  }
}

type Weights = Partial<Pick<LoadedCodeSets, 'hccs' | 'complications'>>

/** Where a table is not loaded or does not cover the date, nobody can say that a code is not weighed. */
function mayRaisePayment({ hccs, complications }: Weights, code: Icd10Code, on: DateOnly): boolean {
  const answers = [hccs?.list(code, on), complications?.list(code, on)]
  return answers.some((answer) => answer?.kind !== 'found' || answer.attributes.length > 0)
}

/** Abbreviations of conditions, and words that are read as another ("OA", "fx"). */
function readAbbreviations({ synonyms }: Knowledge): SearchAbbreviations {
  const words = [...synonyms].filter(([from, to]) => from !== to)
  const senses = new Map<string, string[]>()
  for (const [short, whole] of [...Object.entries(knowledgeData.abbreviations), ...words]) {
    const key = short.toLowerCase()
    senses.set(key, [...(senses.get(key) ?? []), whole])
  }
  return senses
}
