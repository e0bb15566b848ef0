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
