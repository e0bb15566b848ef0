/** The grid in plain words. */
import type { DecisionLevel, GridElementName, VisitCode, VisitGrid } from '#coding/domain/visit-grid.ts'

export const LEVELS: readonly DecisionLevel[] = ['straightforward', 'low', 'moderate', 'high']

const LEVEL_WORDS: Record<DecisionLevel, string> = {
  straightforward: 'Straight\u00adforward',
  low: 'Low',
  moderate: 'Moderate',
  high: 'High',
}

const ELEMENT_WORDS: Record<GridElementName, string> = { problems: 'Problems', data: 'Data', risk: 'Risk' }

const WAY_WORDS: Record<VisitGrid['supported'][number]['by'], string> = {
  decision: 'by decision making',
  time: 'by time',
  both: 'by decision making and by time',
}

export function getLevelWords(level: DecisionLevel): string {
  return LEVEL_WORDS[level]
}

export function getElementWords(name: GridElementName): string {
  return ELEMENT_WORDS[name]
}

export function getWayWords(by: VisitGrid['supported'][number]['by']): string {
  return WAY_WORDS[by]
}

const LIST = new Intl.ListFormat('en', { type: 'disjunction' })

export function describeCodes(codes: readonly VisitCode[]): string {
  return LIST.format(codes.map(({ code, label }) => `${code} ${label}`))
}
