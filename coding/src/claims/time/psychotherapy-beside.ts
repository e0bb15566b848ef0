import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { isVisitCode } from '../visit-levels.ts'

const { excluded, excluded_beside_visit: neverWithVisit, interactive } = timeRules.psychotherapy

type Line = { readonly code: string; readonly date: string; readonly place: number }

function describeClash(one: Line, two: Line): ClaimRuleHit {
  return {
    severity: 'error',
    message: `${one.code} and ${two.code} are not reported together on one day by the same professional.`,
    advice: 'Keep the one that the note describes.',
    about: `${one.code} ${two.code}`,
    evidence: [],
  }
}

function findClashes(lines: readonly Line[]): ClaimRuleHit[] {
  return lines.flatMap((one) =>
    lines
      .filter((two) => two.place !== one.place && two.date === one.date)
      .filter((two) => excluded.some(({ codes, beside }) => codes.includes(one.code) && beside.includes(two.code)))
      .map((two) => describeClash(one, two)),
  )
}

function findVisitClashes(lines: readonly Line[]): ClaimRuleHit[] {
  return lines
    .filter(({ code }) => neverWithVisit.includes(code))
    .flatMap((one) => {
      const visit = lines.find((two) => two.date === one.date && isVisitCode(two.code))
      return visit ? [describeClash(one, visit)] : []
    })
}

function findLoneInteractive(lines: readonly Line[]): ClaimRuleHit[] {
  return lines
    .filter(({ code }) => code === interactive.code)
    .filter(({ date }) => !lines.some((two) => two.date === date && interactive.primaries.includes(two.code)))
    .map(({ code, place }) => ({
      severity: 'error' as const,
      message: `${code} adds to an evaluation or to psychotherapy, and the claim has none that it may stand beside.`,
      advice: 'Take the line out, or add the service that it belongs to.',
      about: `line ${place}`,
      evidence: [],
      fix: { kind: 'remove-line', line: place } as const,
    }))
}

/** A clash between two codes is found once, whichever of them the table names first. */
function dropRepeated(hits: readonly ClaimRuleHit[]): readonly ClaimRuleHit[] {
  const key = ({ about }: ClaimRuleHit): string => about.split(' ').toSorted().join(' ')
  return [...new Map(hits.map((hit) => [key(hit), hit])).values()]
}

/** Which behavioral health codes exclude each other on one day (PSY-04, PSY-05, PSY-06, PSY-08). */
export const psychotherapyBeside: ClaimRule = {
  id: 'psychotherapy-beside',
  family: 'time',
  source: {
    title: 'CMS, Billing and Coding: Psychiatry and Psychology Services',
    edition: 'A57480',
    section: 'Coding guidelines',
  },
  effective: { from: parseDateOnly('2013-01-01') },
  check: ({ draft }: ClaimRuleInput) => {
    const lines = draft.lines.map(({ code, date }, index): Line => ({ code: code.code, date, place: index + 1 }))
    return dropRepeated([...findClashes(lines), ...findVisitClashes(lines), ...findLoneInteractive(lines)])
  },
}
