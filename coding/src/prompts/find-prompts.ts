/** Finds what the record leaves open: looks first, asks second. One question a condition, its axes merged. */

import { type Condition, getDocumentedTerm, getStatedValues } from '../diagnoses/condition.ts'
import { findOpenValues } from '../diagnoses/decision-table.ts'
import type { Axis } from '../domain/axis.ts'
import type { EncounterRecord } from '../domain/encounter-record.ts'
import type { PromptFinding } from '../domain/finding.ts'
import { buildFindingId, buildFingerprint } from '../domain/fingerprint.ts'
import type { PromptContent, PromptKind } from '../domain/prompt.ts'
import { composeAxisPrompt, composeConflictPrompt, composeUncertainPrompt, type OpenAxis } from './compose-prompt.ts'
import { createPrompt } from './create-prompt.ts'
import type { LintContext } from './lint/lint-rule.ts'

/** Most important first: a contradiction before a gap, a gap of the code's shape before a detail. */
const IMPORTANCE: readonly PromptKind[] = ['conflict', 'laterality', 'encounter-phase', 'specificity', 'uncertain']

function findOpenAxes(condition: Condition): OpenAxis[] {
  const stated = getStatedValues(condition)
  const { ask, refine } = condition.concept
  const answered = new Set(condition.values.map(({ value }) => condition.concept.values.get(value)?.axis))
  const axes = [...ask, ...refine.filter((axis) => answered.has(axis))]
  return axes.flatMap((axis) => {
    const values = findOpenValues(condition.table, axis, stated)
    return values.length === 0 ? [] : [{ axis, values }]
  })
}

function listAvailableAxes({ concept, table }: Condition): Axis[] {
  const used = new Set(table.rows.flatMap(({ values }) => values.map((value) => concept.values.get(value)?.axis)))
  return [...used].filter((axis) => axis !== undefined)
}

/** Axes with a value that no other says more exactly. */
function listAnsweredAxes({ concept, values }: Condition): Axis[] {
  return values.flatMap(({ value }) => {
    const stated = concept.values.get(value)
    return stated === undefined || stated.narrower.length > 0 ? [] : [stated.axis]
  })
}

function compose(condition: Condition, record: EncounterRecord): PromptContent | undefined {
  if (condition.conflict !== undefined) return composeConflictPrompt(condition, condition.conflict)
  if (condition.certainty === 'uncertain') {
    const [{ weight }] = condition.places
    const isFinal = (weight === 'head' || weight === 'text') && condition.concept.kind === 'diagnosis'
    return record.setting === 'inpatient_facility' || !isFinal ? undefined : composeUncertainPrompt(condition)
  }
  const open = findOpenAxes(condition)
  return open.length === 0 ? undefined : composeAxisPrompt(condition, open)
}

function buildContext(condition: Condition, record: EncounterRecord): LintContext {
  return {
    setting: record.setting,
    notes: record.notes,
    availableAxes: listAvailableAxes(condition),
    answeredAxes: listAnsweredAxes(condition),
    documentedTerms: condition.places.map((place) => getDocumentedTerm(place).toLowerCase()),
    // Who dismissed what, and how many cards are open, is known to the caller that keeps the decisions.
    isDismissed: false,
    openPrompts: 0,
    promptBudget: 1,
  }
}

/** Typing elsewhere in the note does not change it: no offsets, no version, only the words that it is about. */
function fingerprintOf(record: EncounterRecord, content: PromptContent): PromptFinding['fingerprint'] {
  const quotes = content.evidence.map(({ quote }) => quote.replaceAll(/\s+/g, ' ').toLowerCase())
  return buildFingerprint([
    record.encounterId,
    'prompt',
    content.promptKind,
    content.concept,
    ...content.axes,
    ...quotes,
  ])
}

export function findPrompts(record: EncounterRecord, conditions: readonly Condition[]): PromptFinding[] {
  const prompts = conditions.flatMap((condition): PromptFinding[] => {
    const content = compose(condition, record)
    if (content === undefined) return []
    const prompt = createPrompt(content, buildContext(condition, record))
    if (!prompt.ok) return []
    const fingerprint = fingerprintOf(record, content)
    const id = buildFindingId('prompt', fingerprint)
    return [{ kind: 'prompt', id, fingerprint, source: 'rule', provisional: false, prompt: prompt.value }]
  })
  const rank = ({ prompt }: PromptFinding): number => IMPORTANCE.indexOf(prompt.promptKind)
  return prompts.toSorted((a, b) => rank(a) - rank(b))
}
