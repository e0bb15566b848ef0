/** How much Postil does for a visit, and the one place that decides it from what the site has set. */
import type { DateOnly } from './date-only.ts'
import type { VisitFacts } from './visit-facts.ts'

/**
 * `off`: nothing is read or kept. `shadow`: findings are put on record; nothing is shown and nothing written.
 * `assisted`: findings are shown, a person decides. `auto-draft`: as assisted, and a draft may be prepared for review.
 */
export type Mode = 'off' | 'shadow' | 'assisted' | 'auto-draft'

/** From the one that does least; where a visit is not known well enough, the earlier of two applies. */
const MODES = ['off', 'shadow', 'assisted', 'auto-draft'] as const satisfies readonly Mode[]

/** Only these, while something is tried out; the others of the line are off or only watched. */
export type Pilot = {
  /** Anybody, when absent. */
  readonly providers?: readonly string[] | undefined
  /** Any, when absent. */
  readonly visitTypes?: readonly string[] | undefined
  readonly others: 'off' | 'shadow'
}

export type ModeLine = {
  /** Every one, when absent. */
  readonly serviceLine?: string | undefined
  readonly mode: Mode
  /** First and last day of service. */
  readonly from?: DateOnly | undefined
  readonly until?: DateOnly | undefined
  readonly pilot?: Pilot | undefined
}

export type ModeSettings = {
  /** Where no line speaks of the visit. */
  readonly mode: Mode
  /** The first that speaks of a visit decides. */
  readonly lines: readonly ModeLine[]
}

/** Unless a site says otherwise. */
export const DEFAULT_MODES: ModeSettings = { mode: 'assisted', lines: [] }

/**
 * Whether a finding may reach a person and a write may reach the EHR. Everything that shows or writes asks this: a
 * card, a CDS Hooks answer, the queue, the ledger.
 */
export function mayShowOrWrite(mode: Mode): boolean {
  return mode === 'assisted' || mode === 'auto-draft'
}

/**
 * Names are compared without regard to case, in the EHR's own words.
 * @param facts undefined while nothing is known of the visit: then the least that it could be.
 * @returns the mode of the first line that speaks of the visit, else the site's own.
 */
export function decideMode({ mode, lines }: ModeSettings, facts: VisitFacts | undefined): Mode {
  if (facts === undefined) return findLeast([mode, ...lines.flatMap(listModes)])
  const line = lines.find((one) => speaksOf(one, facts))
  if (!line) return mode
  return line.pilot === undefined || isInPilot(line.pilot, facts) ? line.mode : line.pilot.others
}

/** Whether the mode is the same whatever the visit, so that nothing has to be known of it. */
export function isSameForAll({ mode, lines }: ModeSettings): boolean {
  return lines.flatMap(listModes).every((one) => one === mode)
}

function listModes({ mode, pilot }: ModeLine): readonly Mode[] {
  return pilot ? [mode, pilot.others] : [mode]
}

function findLeast(modes: readonly Mode[]): Mode {
  return MODES.find((mode) => modes.includes(mode)) ?? 'off'
}

function speaksOf({ serviceLine, from, until }: ModeLine, facts: VisitFacts): boolean {
  if (from !== undefined && facts.date < from) return false
  if (until !== undefined && facts.date > until) return false
  return serviceLine === undefined || isSame(serviceLine, facts.serviceLine)
}

function isInPilot({ providers, visitTypes }: Pilot, facts: VisitFacts): boolean {
  return isListed(providers, facts.providers) && isListed(visitTypes, facts.types)
}

function isListed(listed: readonly string[] | undefined, found: readonly string[]): boolean {
  return listed === undefined || listed.some((name) => found.some((one) => isSame(name, one)))
}

function isSame(one: string, other: string | undefined): boolean {
  return other !== undefined && one.trim().toLowerCase() === other.trim().toLowerCase()
}
