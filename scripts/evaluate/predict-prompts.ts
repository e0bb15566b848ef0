/** The questions that a note leaves open, in the form that the scorer of queries reads. */
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import type { PromptFinding } from '#coding/domain/finding.ts'
import type { Engine } from './engine.ts'
import { buildEvaluationRecord } from './evaluation-record.ts'
import type { EvaluationRow } from './read-rows.ts'

/** One card asks for all open axes of a condition; the scorer counts the side and the rest one by one. */
function listQueryTypes({ axes, promptKind }: PromptFinding['prompt']): string[] {
  const side = axes.includes('laterality') ? ['laterality'] : []
  const rest = axes.some((axis) => axis !== 'laterality' && axis !== 'encounter-phase') ? ['specificity'] : []
  const isPlain = promptKind === 'laterality' || promptKind === 'specificity' || promptKind === 'encounter-phase'
  const types = isPlain ? [...side, ...rest] : []
  return types.length === 0 ? [promptKind] : types
}

export function predictPrompts(engine: Engine, { id, note }: EvaluationRow): object {
  const { findings } = analyseEncounter({ ...engine, record: buildEvaluationRecord(note, engine.day) })
  const queries = findings.flatMap((finding) => {
    if (finding.kind !== 'prompt') return []
    const { concept, question } = finding.prompt
    const known = engine.knowledge.concepts.get(concept)?.rows[0]?.code
    const code = known ?? (/^[A-Z]\d/.test(concept) ? concept : undefined)
    return listQueryTypes(finding.prompt).map((type) => ({ type, code, topic: concept, text: question }))
  })
  return { id, queries }
}
