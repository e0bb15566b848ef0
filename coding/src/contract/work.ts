/** `GET` and `POST /v1/work`: where the coder's work on the encounter stands, and who has done what about it. */
import * as z from 'zod/mini'
import type { DateOnly } from '../domain/date-only.ts'
import type { Fingerprint } from '../domain/ids.ts'
import type { WorkStanding, WorkStep } from '../domain/work.ts'
import { decision } from './decision.ts'
import { draftBasis } from './draft-check.ts'
import { type KeptRevision, keptRevision } from './kept-draft.ts'
import { dateOnly, fingerprint, instant, shortText } from './scalars.ts'
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

const hold = z.strictObject({ kind: z.literal('hold'), reason: holdReason, comment: z.exactOptional(shortText) })
const resume = z.strictObject({ kind: z.literal('resume') })
const release = z.strictObject({ kind: z.literal('release') })
const reopen = z.strictObject({ kind: z.literal('reopen') })

export const workStep = z.discriminatedUnion('kind', [hold, resume, release, reopen]) satisfies z.ZodMiniType<WorkStep>

/** A release brings the chart along: what is released is checked once more where no page can answer for it. */
export const takeStepRequest = z.discriminatedUnion('kind', [
  hold,
  resume,
  z.extend(release, { basis: draftBasis }),
  reopen,
])

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
  prepared: z.exactOptional(
    z.object({ mark: z.enum(['review', 'full-review', 'withdrawn']), fingerprints: z.array(fingerprint) }),
  ),
  /** Of a stay that is a draft a day: the days that are filed, and whether a coder has checked them off since. */
  days: z.exactOptional(z.array(z.object({ day: dateOnly, standing: z.enum(['filed', 'checked']) }))),
  /** The oldest first. */
  history: z.array(happening),
})
export type WorkAnswer = {
  readonly standing: WorkStanding
  readonly mayRelease: boolean
  readonly kept?: KeptRevision
  readonly prepared?: {
    readonly mark: 'review' | 'full-review' | 'withdrawn'
    readonly fingerprints: readonly Fingerprint[]
  }
  readonly days?: readonly { readonly day: DateOnly; readonly standing: 'filed' | 'checked' }[]
  readonly history: readonly Happening[]
}
