// Tables of two or three made-up codes, for the rules that ask them.
import type { AddOnPrimaries, ClaimTables, ProcedurePair, UnitLimit } from '#coding/claims/claim-tables.ts'

const edition = '2026Q4'

export function withPair(pair: ProcedurePair): Pick<ClaimTables, 'findPair'> {
  return {
    findPair: (a, b, { on }) => {
      const isIt = [pair.columnOne, pair.columnTwo].toSorted().join() === [a, b].toSorted().join()
      return isIt && on >= '2026-10-01' ? { state: 'found', value: pair, edition } : { state: 'none', edition }
    },
  }
}

export function withLimit(value: UnitLimit): Pick<ClaimTables, 'findUnitLimit'> {
  return {
    findUnitLimit: (code) => (code === 'G0001' ? { state: 'found', value, edition } : { state: 'none', edition }),
  }
}

export function withAddOn(addOn: string, value: AddOnPrimaries): Pick<ClaimTables, 'findAddOn'> {
  return { findAddOn: (code) => (code === addOn ? { state: 'found', value, edition } : { state: 'none', edition }) }
}

/** Tables of one quarter: what they hold counts from its first to its last day, and on no other. */
export function inQuarter<Tables extends Partial<Pick<ClaimTables, 'findPair' | 'findUnitLimit'>>>(
  tables: Tables,
): Partial<Pick<ClaimTables, 'findPair' | 'findUnitLimit'>> {
  const isIn = (on: string): boolean => on >= '2026-10-01' && on <= '2026-12-31'
  const none = { state: 'none', edition } as const
  const { findPair, findUnitLimit } = tables
  return {
    ...(findPair && { findPair: (a, b, question) => (isIn(question.on) ? findPair(a, b, question) : none) }),
    ...(findUnitLimit && {
      findUnitLimit: (code, question) => (isIn(question.on) ? findUnitLimit(code, question) : none),
    }),
  }
}

/** The last day before, the first and the last day of, and the first day after the quarter. */
export const QUARTER_DAYS = [
  ['2026-09-30', false],
  ['2026-10-01', true],
  ['2026-12-31', true],
  ['2027-01-01', false],
] as const
