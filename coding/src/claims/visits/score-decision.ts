/**
 * Levels of decision making from what was counted: two of three elements reach the level (AMA CPT E/M guidelines 2023,
 * table of levels; CMS, MLN006764). Counting alone: who reads the notes is elsewhere.
 */
import type { DecisionLevel } from '../../domain/visit-grid.ts'

export const LEVELS = ['straightforward', 'low', 'moderate', 'high'] as const satisfies readonly DecisionLevel[]

export function rankLevel(level: DecisionLevel): number {
  return LEVELS.indexOf(level)
}

export function getHighest(levels: readonly DecisionLevel[]): DecisionLevel {
  return LEVELS[Math.max(0, ...levels.map(rankLevel))] ?? 'straightforward'
}

/** Two of three: the second highest. */
export function decideLevel(problems: DecisionLevel, data: DecisionLevel, risk: DecisionLevel): DecisionLevel {
  const [, second] = [problems, data, risk].toSorted((a, b) => rankLevel(b) - rankLevel(a))
  return second ?? 'straightforward'
}

export const PROBLEM_KINDS = {
  minor: 'Self-limited or minor problem',
  'chronic-stable': 'Stable chronic illness',
  'acute-uncomplicated': 'Acute, uncomplicated illness or injury',
  'acute-stable': 'Stable acute illness',
  'acute-hospital': 'Acute, uncomplicated illness or injury that needs hospital care',
  'chronic-unstable': 'Chronic illness with exacerbation, progression or side effects of treatment',
  'new-uncertain': 'Undiagnosed new problem with uncertain prognosis',
  'acute-systemic': 'Acute illness with systemic symptoms',
  'injury-complicated': 'Acute complicated injury',
  'chronic-severe': 'Chronic illness with severe exacerbation, progression or side effects of treatment',
  threat: 'Threat to life or bodily function',
} as const
export type ProblemKind = keyof typeof PROBLEM_KINDS

const HIGH: readonly ProblemKind[] = ['chronic-severe', 'threat']
const MODERATE: readonly ProblemKind[] = ['chronic-unstable', 'new-uncertain', 'acute-systemic', 'injury-complicated']
const LOW: readonly ProblemKind[] = ['chronic-stable', 'acute-uncomplicated', 'acute-stable', 'acute-hospital']

/** Two stable chronic illnesses are moderate, two minor problems low; two of any other kind are not more than one. */
export function scoreProblems(kinds: readonly ProblemKind[]): DecisionLevel {
  const count = (kind: ProblemKind): number => kinds.filter((one) => one === kind).length
  if (kinds.some((kind) => HIGH.includes(kind))) return 'high'
  if (kinds.some((kind) => MODERATE.includes(kind)) || count('chronic-stable') >= 2) return 'moderate'
  if (kinds.some((kind) => LOW.includes(kind)) || count('minor') >= 2) return 'low'
  return 'straightforward'
}

export const DATA_KINDS = {
  'external-note': 'Note of an external source reviewed',
  test: 'Test ordered or reviewed',
  'independent-historian': 'History from an independent historian',
  'independent-interpretation': 'Independent interpretation of a test',
  discussion: 'Discussion with an external professional or source',
} as const
export type DataKind = keyof typeof DATA_KINDS

/** @param kinds one for each unique test, source, historian, interpretation and discussion. */
export function scoreData(kinds: readonly DataKind[]): DecisionLevel {
  const count = (...wanted: readonly DataKind[]): number => kinds.filter((kind) => wanted.includes(kind)).length
  const documents = count('external-note', 'test')
  const historians = Math.min(1, count('independent-historian'))
  const moderate = [
    documents + historians >= 3,
    count('independent-interpretation') > 0,
    count('discussion') > 0,
  ].filter(Boolean).length
  if (moderate >= 2) return 'high'
  if (moderate === 1) return 'moderate'
  return documents >= 2 || historians > 0 ? 'low' : 'straightforward'
}

type RiskKindRow = { readonly label: string; readonly level: DecisionLevel }

export const RISK_KINDS = {
  'minimal-treatment': { label: 'Rest, dressing or reassurance', level: 'straightforward' },
  'over-the-counter': { label: 'Over-the-counter drug', level: 'low' },
  therapy: { label: 'Physical or other therapy, splint or brace', level: 'low' },
  'minor-surgery': { label: 'Decision for minor surgery without risk factors', level: 'low' },
  'prescription-drug': { label: 'Prescription drug management', level: 'moderate' },
  'minor-surgery-risk': { label: 'Decision for minor surgery with risk factors', level: 'moderate' },
  'major-surgery': { label: 'Decision for elective major surgery without risk factors', level: 'moderate' },
  'social-determinants': { label: 'Care significantly limited by social determinants', level: 'moderate' },
  'toxicity-monitoring': { label: 'Drug therapy with intensive monitoring for toxicity', level: 'high' },
  'major-surgery-risk': { label: 'Decision for elective major surgery with risk factors', level: 'high' },
  'emergency-surgery': { label: 'Decision for emergency major surgery', level: 'high' },
  hospitalization: { label: 'Decision for hospitalization or escalation of care', level: 'high' },
  'de-escalation': { label: 'Decision against resuscitation or to de-escalate care', level: 'high' },
  'parenteral-controlled': { label: 'Parenteral controlled substance', level: 'high' },
} as const satisfies Readonly<Record<string, RiskKindRow>>
export type RiskKind = keyof typeof RISK_KINDS

/** The gravest decision counts; several of one level are not more than one. */
export function scoreRisk(kinds: readonly RiskKind[]): DecisionLevel {
  return getHighest(kinds.map((kind) => RISK_KINDS[kind].level))
}
