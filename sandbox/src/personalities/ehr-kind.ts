/** The EHRs that the sandbox can be, by the names of its settings. */
import { epic } from './epic.ts'
import { flaky } from './flaky.ts'
import { hapi } from './hapi.ts'
import { oracle } from './oracle.ts'
import { charges, native, type Personality, slow } from './personality.ts'

export const EHR_KINDS = ['native', 'charges', 'hapi', 'epic', 'oracle', 'slow', 'flaky'] as const
export type EhrKind = (typeof EHR_KINDS)[number]

export const PERSONALITIES: Readonly<Record<EhrKind, Personality>> = {
  native,
  charges,
  hapi,
  epic,
  oracle,
  slow,
  flaky,
}

/** The vendor by which a site would register it with Postil. */
export const VENDORS = {
  native: 'sandbox',
  charges: 'sandbox',
  hapi: 'hapi',
  epic: 'epic',
  oracle: 'oracle',
  slow: 'sandbox',
  flaky: 'sandbox',
} as const satisfies Readonly<Record<EhrKind, string>>

export function isEhrKind(text: string): text is EhrKind {
  return EHR_KINDS.some((kind) => kind === text)
}
