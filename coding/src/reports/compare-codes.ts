/** What was suggested against what was finally coded, counted; the counts of days and sites can be added up. */
import { findCodeFamily } from './code-family.ts'
import { computeWilsonInterval, type Interval } from './wilson-interval.ts'

export type CodedEncounter = {
  readonly serviceLine: string
  readonly suggested: readonly string[]
  readonly final: readonly string[]
}

export type ComparisonCell = {
  readonly family: string
  readonly serviceLine: string
  /** Suggested and coded. */
  readonly agreed: number
  /** Coded, and nobody suggested it. */
  readonly missing: number
  /** Suggested, and not coded. */
  readonly extra: number
  /** Visits that have such a code, suggested or coded; absent where it was not counted. */
  readonly visits?: number
}

export type Share = Interval & { readonly share: number; readonly hits: number; readonly of: number }

export type Comparison = {
  readonly name: string
  readonly agreed: number
  readonly missing: number
  readonly extra: number
  /** Of what was coded, how much had been suggested. */
  readonly found: Share
  /** Of what was suggested, how much was coded. */
  readonly right: Share
}

/** Codes are compared whole: a less exact one is both missing and extra. */
export function compareCodes(encounters: readonly CodedEncounter[]): readonly ComparisonCell[] {
  const cells = new Map<string, Required<ComparisonCell>>()
  for (const { serviceLine, suggested, final } of encounters) {
    const [said, coded] = [new Set(suggested), new Set(final)]
    const seen = new Set<string>()
    for (const code of new Set([...said, ...coded])) {
      const family = findCodeFamily(code)
      const key = `${family}\u001f${serviceLine}`
      const cell = cells.get(key) ?? { family, serviceLine, agreed: 0, missing: 0, extra: 0, visits: 0 }
      const outcome = said.has(code) ? (coded.has(code) ? 'agreed' : 'extra') : 'missing'
      cells.set(key, { ...cell, [outcome]: cell[outcome] + 1, visits: cell.visits + Number(!seen.has(key)) })
      seen.add(key)
    }
  }
  return [...cells.values()]
}

export type Compared = Pick<ComparisonCell, 'agreed' | 'missing' | 'extra'>

export function compareShares(name: string, { agreed, missing, extra }: Compared): Comparison {
  return {
    name,
    agreed,
    missing,
    extra,
    found: describeShare(agreed, agreed + missing),
    right: describeShare(agreed, agreed + extra),
  }
}

function describeShare(hits: number, of: number): Share {
  return { share: of === 0 ? 0 : hits / of, hits, of, ...computeWilsonInterval(hits, of) }
}
