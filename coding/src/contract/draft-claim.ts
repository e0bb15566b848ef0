/** Wire shape of `DraftClaim` for `POST /v1/drafts/check`. */
import * as z from 'zod/mini'
import { evidence, validatedDiagnosis, validatedProcedure } from './finding.ts'
import { dateOnly, draftId, encounterId, modifierCode, noteId, patientId, shortText } from './scalars.ts'

const source = z.enum(['chart', 'rule', 'model', 'person'])
const provider = z.strictObject({ reference: shortText, npi: z.exactOptional(shortText) })

export const draftClaim = z.strictObject({
  id: draftId,
  kind: z.enum(['professional', 'institutional']),
  patientId,
  encounterId,
  dateOfService: dateOnly,
  dateOfServiceEnd: z.exactOptional(dateOnly),
  diagnoses: z
    .array(
      z.strictObject({
        code: validatedDiagnosis,
        source,
        confidence: z.exactOptional(z.number()),
        verified: z.boolean(),
        evidence: z.array(evidence),
        presentOnAdmission: z.exactOptional(z.enum(['yes', 'no', 'unknown', 'undetermined'])),
      }),
    )
    .check(z.maxLength(50)),
  lines: z
    .array(
      z.strictObject({
        code: validatedProcedure,
        modifiers: z.array(modifierCode),
        units: z.number(),
        diagnosisPointers: z.array(z.int()),
        placeOfService: z.exactOptional(shortText),
        date: dateOnly,
        source,
        verified: z.boolean(),
        confidence: z.exactOptional(z.number()),
        evidence: z.exactOptional(z.array(evidence)),
      }),
    )
    .check(z.maxLength(100)),
  performer: z.exactOptional(provider),
  billingProvider: z.exactOptional(provider),
  coverage: z.exactOptional(z.strictObject({ reference: shortText })),
  supportingNotes: z.array(z.strictObject({ id: noteId, version: shortText })),
  totalMinutes: z.exactOptional(z.number()),
})
