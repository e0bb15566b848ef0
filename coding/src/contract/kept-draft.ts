/** `PUT /v1/work/draft`, and part of `GET /v1/work`: a draft as a coder left it, for whoever goes on with it. */
import * as z from 'zod/mini'
import type { CheckFinding } from '../domain/finding.ts'
import type { KeptDraft } from '../domain/kept-draft.ts'
import { draftLine, filing, inpatientProcedures, statedStay } from './draft-claim.ts'
import { billedBy } from './facility-billing.ts'
import { evidence, tryParseFinding, validatedDiagnosis } from './finding.ts'
import { dateOnly, fingerprint, icd10Code, presentOnAdmission, shortText } from './scalars.ts'

const plannedLine = z.extend(z.omit(draftLine, { diagnosisPointers: true }), {
  id: shortText,
  isByHand: z.boolean(),
  pointsTo: z.exactOptional(z.array(icd10Code)),
})

const enteredDiagnosis = z.strictObject({ code: validatedDiagnosis, evidence: z.tuple([evidence], evidence) })

/** What was accepted is not among it: that stands in the decisions. */
export const keptDraft = z.strictObject({
  order: z.array(icd10Code).check(z.maxLength(50)),
  takenOff: z.array(shortText).check(z.maxLength(100)),
  lines: z.array(plannedLine).check(z.maxLength(100)),
  /** Checks whose change of the diagnoses stands, each with who stands behind it. */
  recodes: z.array(z.strictObject({ check: z.unknown(), verified: z.boolean() })).check(z.maxLength(50)),
  entered: z.array(enteredDiagnosis).check(z.maxLength(50)),
  details: z.exactOptional(
    z.strictObject({
      billedBy: z.exactOptional(billedBy),
      day: z.exactOptional(dateOnly),
      filing: z.exactOptional(filing),
      stay: z.exactOptional(statedStay),
      onAdmission: z.exactOptional(z.record(icd10Code, presentOnAdmission)),
      admitting: z.exactOptional(enteredDiagnosis),
      procedures: z.exactOptional(inpatientProcedures),
    }),
  ),
  declined: z.exactOptional(z.array(fingerprint).check(z.maxLength(200))),
}) satisfies z.ZodMiniType<KeptDraft>

/** @returns the checks of the recodes; those that this version cannot read are left out. */
export function listRecodes({ recodes }: KeptDraft): readonly { check: CheckFinding; verified: boolean }[] {
  return recodes.flatMap(({ check: unread, verified }) => {
    const check = tryParseFinding(unread)
    return check?.kind === 'check' ? [{ check, verified }] : []
  })
}

/** Which draft the change was made to; 0 where none was kept. */
const revision = z.int().check(z.nonnegative())

export const keepDraftRequest = z.strictObject({ basedOn: revision, draft: keptDraft })
export type KeepDraftRequest = { readonly basedOn: number; readonly draft: KeptDraft }
export const keepDraftAnswer = z.object({ revision })

/** Without a draft where an older version kept one that this version cannot read. */
export const keptRevision = z.object({ revision, draft: z.exactOptional(keptDraft) })
export type KeptRevision = { readonly revision: number; readonly draft?: KeptDraft }
