/** `POST /v1/analyses`: one record in, a stream of server-sent events out. */
import * as z from 'zod/mini'
import type { Decision } from '../domain/decision.ts'
import type { Finding } from '../domain/finding.ts'
import type { Fingerprint } from '../domain/ids.ts'
import type { TrackedQuestion } from '../prompts/lifecycle.ts'
import { decision } from './decision.ts'
import { encounterRecord } from './encounter-record.ts'
import { tryParseFinding } from './finding.ts'
import { maskSeeds } from './mask-seeds.ts'
import { promptStates } from './prompt-state.ts'
import { fingerprint, shortText } from './scalars.ts'

export const analysisRequest = z.strictObject({
  record: encounterRecord,
  /** For masking alone; where no model reads, they are sent for nothing and dropped. */
  maskSeeds: z.exactOptional(maskSeeds),
  /** How long the panel's analysis before this one took to its first finding: a figure of the site, of nobody. */
  firstFindingMs: z.exactOptional(z.int().check(z.minimum(0), z.maximum(600_000))),
})

/** What works and what is off, in words for the screen. */
const status = z.object({
  phase: z.enum(['rules', 'model', 'complete']),
  model: z.object({ state: z.enum(['on', 'off']), reason: z.exactOptional(shortText) }),
  /** Which table answered for diagnoses on the date of service. */
  codeSet: z.object({ state: z.enum(['release', 'embedded', 'outside-releases']), release: shortText }),
  checksOff: z.array(shortText),
  /** Said where nothing is shown because the site has Postil off for the visit, or lets it only watch. */
  mode: z.exactOptional(z.enum(['off', 'shadow'])),
})
export type AnalysisStatus = z.output<typeof status>

/**
 * `resolved`: the note now answers. `no-longer-applies`: the words that raised it are gone or mean something else.
 * `expired`: the note was signed without an answer, and the question is with the coder.
 */
const withdrawn = z.object({
  fingerprint,
  because: z.enum(['resolved', 'no-longer-applies', 'expired', 'model-withdrew', 'stream-incomplete']),
})

const done = z.object({ findings: z.int().check(z.nonnegative()) })

export const streamErrorCode = z.enum(['busy', 'budget', 'incomplete', 'refused', 'audit-unavailable', 'internal'])
const streamError = z.object({ code: streamErrorCode, message: shortText, retryAfterMs: z.exactOptional(z.number()) })

export type AnalysisEvent =
  | { readonly event: 'decisions'; readonly data: readonly Decision[] }
  /** Where every question of the encounter stands, whoever is asked. */
  | { readonly event: 'prompts'; readonly data: { readonly questions: readonly TrackedQuestion[] } }
  | { readonly event: 'status'; readonly data: AnalysisStatus }
  | { readonly event: 'finding'; readonly data: Finding }
  | {
      readonly event: 'withdrawn'
      readonly data: { readonly fingerprint: Fingerprint; readonly because: z.output<typeof withdrawn>['because'] }
    }
  | { readonly event: 'done'; readonly data: z.output<typeof done> }
  | { readonly event: 'error'; readonly data: z.output<typeof streamError> }

/** @returns undefined for an event this version does not know or whose data is malformed; both are skipped. */
export function tryParseAnalysisEvent(event: string, data: unknown): AnalysisEvent | undefined {
  switch (event) {
    case 'decisions': {
      const parsed = z.array(decision).safeParse(data)
      return parsed.success ? { event, data: parsed.data } : undefined
    }
    case 'prompts': {
      const parsed = promptStates.safeParse(data)
      return parsed.success ? { event, data: parsed.data } : undefined
    }
    case 'status': {
      const parsed = status.safeParse(data)
      return parsed.success ? { event, data: parsed.data } : undefined
    }
    case 'finding': {
      const finding = tryParseFinding(data)
      return finding && { event, data: finding }
    }
    case 'withdrawn': {
      const parsed = withdrawn.safeParse(data)
      return parsed.success ? { event, data: parsed.data } : undefined
    }
    case 'done': {
      const parsed = done.safeParse(data)
      return parsed.success ? { event, data: parsed.data } : undefined
    }
    case 'error': {
      const parsed = streamError.safeParse(data)
      return parsed.success ? { event, data: parsed.data } : undefined
    }
    default:
      return undefined
  }
}
