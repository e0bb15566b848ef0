/** `GET` and `POST /v1/work`: where the coder's work on the encounter stands, and who has done what about it. */
import * as z from 'zod/mini'
import type { Fingerprint } from '../domain/ids.ts'
import type { WorkStanding, WorkStep } from '../domain/work.ts'
import { decision } from './decision.ts'
import { type KeptRevision, keptRevision } from './kept-draft.ts'
import { fingerprint, instant, shortText } from './scalars.ts'
import { role } from './session.ts'
import { writeTarget } from './tenant.ts'
import { writeDeed, writeKey, writeState } from './write.ts'

export const holdReason = z.enum([
  'awaiting-provider',
  'awaiting-documentation',
  'awaiting-registration',
  'second-opinion',
  'other',
])

export const workStep = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hold'), reason: holdReason, comment: z.exactOptional(shortText) }),
  z.strictObject({ kind: z.literal('resume') }),
  z.strictObject({ kind: z.literal('release') }),
  z.strictObject({ kind: z.literal('reopen') }),
]) satisfies z.ZodMiniType<WorkStep>

const standing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('held'), reason: holdReason, comment: z.exactOptional(shortText) }),
  z.object({ kind: z.literal('released') }),
]) satisfies z.ZodMiniType<WorkStanding>

const who = {
  /** Opaque reference of the person, as decisions carry it. */
  by: shortText,
  /** Absent where it was not kept. */
  role: z.exactOptional(role),
  at: instant,
}

const happening = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('decision'),
    fingerprint,
    findingKind: decision.shape.findingKind,
    choice: decision.shape.choice,
    /** What the decision was about, as the person saw it. */
    about: z.exactOptional(shortText),
    ...who,
  }),
  z.object({ kind: z.literal('step'), step: workStep, ...who }),
  z.object({
    kind: z.literal('write'),
    key: z.exactOptional(writeKey),
    target: writeTarget,
    deed: z.exactOptional(writeDeed),
    state: writeState,
    ...who,
  }),
])
/** One line of the history: a decision, a step of the work, or a write. */
export type Happening = z.output<typeof happening>

export const workAnswer = z.object({
  standing,
  /** Whether role and site let this person release the encounter. */
  mayRelease: z.boolean(),
  /** The draft as it was left; absent where nobody has left one. */
  kept: z.exactOptional(keptRevision),
  /** What was laid out for review in mode `auto-draft`; `full-review`: drawn, and so nothing was. */
  prepared: z.exactOptional(z.object({ mark: z.enum(['review', 'full-review']), fingerprints: z.array(fingerprint) })),
  /** The oldest first. */
  history: z.array(happening),
})
export type WorkAnswer = {
  readonly standing: WorkStanding
  readonly mayRelease: boolean
  readonly kept?: KeptRevision
  readonly prepared?: { readonly mark: 'review' | 'full-review'; readonly fingerprints: readonly Fingerprint[] }
  readonly history: readonly Happening[]
}
