import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import type { ProcedurePolicy } from '../claim-tables.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine, setModifiers, withoutModifiers } from './line-hit.ts'

type Demand = {
  readonly modifiers: readonly string[]
  /** What the indicators of a code say that the modifiers may not stand on. */
  readonly isBarred: (policy: ProcedurePolicy) => boolean
  /** Allowed, and only with documents. */
  readonly needsRecords?: (policy: ProcedurePolicy) => boolean
  readonly says: string
}

const GLOBAL_PERIODS = ['010', '090']
const ADD_ON = 'ZZZ'
const NEVER = ['0', '9']

const DEMANDS: readonly Demand[] = [
  {
    modifiers: ['51'],
    isBarred: ({ multipleProcedure, globalDays }) => NEVER.includes(multipleProcedure) || globalDays === ADD_ON,
    says: 'is exempt from the rules for several procedures',
  },
  {
    modifiers: ['54', '55', '56'],
    isBarred: ({ globalDays }) => !GLOBAL_PERIODS.includes(globalDays),
    says: 'has no global period whose care could be divided',
  },
  {
    modifiers: ['62'],
    isBarred: ({ coSurgeon }) => NEVER.includes(coSurgeon),
    needsRecords: ({ coSurgeon }) => coSurgeon === '1',
    says: 'is not shared by two surgeons',
  },
  {
    modifiers: ['66'],
    isBarred: ({ team }) => NEVER.includes(team),
    needsRecords: ({ team }) => team === '1',
    says: 'is not done by a team',
  },
  {
    // 0: with records of the need; 1: never; 2: allowed; 9: the concept does not apply.
    modifiers: ['80', '81', '82', 'AS'],
    isBarred: ({ assistant }) => assistant === '1' || assistant === '9',
    needsRecords: ({ assistant }) => assistant === '0',
    says: 'takes no assistant',
  },
]

function checkDemand(input: ClaimRuleInput, placed: PlacedLine, demand: Demand): ClaimRuleHit[] {
  const carried = placed.line.modifiers.filter((modifier) => demand.modifiers.includes(modifier))
  if (carried.length === 0) return []
  const answer = input.tables.findPolicy(placed.line.code.code, placed.line.date)
  if (answer.state !== 'found') return []
  const line = describeLine(placed)
  if (demand.isBarred(answer.value)) {
    const message = `${line} ${demand.says}; ${carried.join(', ')} does not stand on it (${answer.edition}).`
    const fix = setModifiers(placed, withoutModifiers(placed, carried))
    return [buildLineHit(placed, { severity: 'error', message, advice: 'Take it off.', fix })]
  }
  const isAsked = demand.needsRecords?.(answer.value) === true && input.draft.filing?.attachment === undefined
  if (!isAsked) return []
  const message = `${line} carries ${carried.join(', ')}, which this code takes with documents only (${answer.edition}).`
  return [
    buildLineHit(placed, {
      severity: 'warning',
      message,
      advice: 'Send the operative note, and give the claim the control number of the attachment.',
    }),
  ]
}

/** 51, 54 to 56, 62, 66, 80 to 82 and AS stand where the indicators of the code allow them (MOD-51, MOD-54, MOD-62). */
export const modifierByIndicator: ClaimRule = {
  id: 'modifier-by-indicator',
  family: 'modifiers',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 23, rev. 2024',
    section: 'addendum, fields 18 to 25; chapter 12, 40.2, 40.6 and 40.8',
  },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) =>
    listLines(input).flatMap((placed) => DEMANDS.flatMap((demand) => checkDemand(input, placed, demand))),
}
