/** Wire shape of `DraftClaim` for `POST /v1/drafts/check`. */
import * as z from 'zod/mini'
import { parseIcd10PcsCode } from '../domain/icd10-pcs-code.ts'
import { evidence, validatedDiagnosis, validatedProcedure } from './finding.ts'
import {
  branded,
  dateOnly,
  draftId,
  encounterId,
  modifierCode,
  noteId,
  patientId,
  presentOnAdmission,
  procedureCode,
  shortText,
} from './scalars.ts'

const source = z.enum(['chart', 'rule', 'model', 'person'])
const provider = z.strictObject({ reference: shortText, npi: z.exactOptional(shortText) })

const namedProvider = z.strictObject({ reference: z.exactOptional(shortText), npi: z.exactOptional(shortText) })

/** 837I: one principal and 24 other procedures. */
export const inpatientProcedures = z
  .array(z.strictObject({ code: branded(parseIcd10PcsCode), date: z.exactOptional(dateOnly) }))
  .check(z.maxLength(25))

export const filing = z.strictObject({
  frequency: z.exactOptional(z.enum(['original', 'replacement', 'void'])),
  originalReference: z.exactOptional(shortText),
  authorization: z.exactOptional(
    z.strictObject({
      number: shortText,
      codes: z.exactOptional(z.array(procedureCode)),
      units: z.exactOptional(z.number()),
      start: z.exactOptional(dateOnly),
      end: z.exactOptional(dateOnly),
      provider: z.exactOptional(shortText),
    }),
  ),
  referral: z.exactOptional(shortText),
  accident: z.exactOptional(
    z.strictObject({
      kind: z.enum(['auto', 'work', 'other']),
      date: z.exactOptional(dateOnly),
      state: z.exactOptional(shortText),
    }),
  ),
  onset: z.exactOptional(dateOnly),
  lastMenstrualPeriod: z.exactOptional(dateOnly),
  initialTreatment: z.exactOptional(dateOnly),
  referringProvider: z.exactOptional(namedProvider),
  orderingProvider: z.exactOptional(namedProvider),
  supervisingProvider: z.exactOptional(namedProvider),
  payerNumber: z.exactOptional(shortText),
  billingTaxonomy: z.exactOptional(shortText),
  performerTaxonomy: z.exactOptional(shortText),
  facility: z.exactOptional(provider),
  laboratory: z.exactOptional(
    z.strictObject({
      clia: shortText,
      certificate: z.exactOptional(z.enum(['waiver', 'provider-performed', 'full'])),
    }),
  ),
  attachment: z.exactOptional(z.strictObject({ control: z.exactOptional(shortText) })),
  consents: z.exactOptional(
    z.strictObject({
      signatureOnFile: z.boolean(),
      assignmentOfBenefits: z.boolean(),
      releaseOfInformation: z.boolean(),
    }),
  ),
})

const stayFacts = {
  admission: z.exactOptional(dateOnly),
  admissionType: z.exactOptional(shortText),
  pointOfOrigin: z.exactOptional(shortText),
  dischargeStatus: z.exactOptional(shortText),
  conditionCodes: z.exactOptional(z.array(shortText).check(z.maxLength(24))),
  occurrences: z.exactOptional(
    z.array(z.strictObject({ code: shortText, date: dateOnly, end: z.exactOptional(dateOnly) })).check(z.maxLength(48)),
  ),
  values: z.exactOptional(z.array(z.strictObject({ code: shortText, amount: z.number() })).check(z.maxLength(24))),
}
const stay = z.strictObject({ typeOfBill: shortText, ...stayFacts })
/** As far as a person states it. */
export const statedStay = z.strictObject({ typeOfBill: z.exactOptional(shortText), ...stayFacts })

export const draftLine = z.strictObject({
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
  revenueCode: z.exactOptional(shortText),
  drug: z.exactOptional(
    z.strictObject({ ndc: shortText, amount: z.number(), unit: z.enum(['UN', 'ML', 'GR', 'ME', 'F2']) }),
  ),
  minutes: z.exactOptional(z.number()),
  description: z.exactOptional(shortText),
  comparison: z.exactOptional(procedureCode),
  price: z.exactOptional(z.strictObject({ cents: z.int(), currency: shortText })),
})

export const draftClaim = z.strictObject({
  id: draftId,
  kind: z.enum(['professional', 'institutional']),
  patientId,
  encounterId,
  dateOfService: dateOnly,
  ofStayDay: z.exactOptional(z.literal(true)),
  dateOfServiceEnd: z.exactOptional(dateOnly),
  diagnoses: z
    .array(
      z.strictObject({
        code: validatedDiagnosis,
        source,
        confidence: z.exactOptional(z.number()),
        verified: z.boolean(),
        evidence: z.array(evidence),
        presentOnAdmission: z.exactOptional(presentOnAdmission),
      }),
    )
    .check(z.maxLength(50)),
  lines: z.array(draftLine).check(z.maxLength(100)),
  performer: z.exactOptional(provider),
  billingProvider: z.exactOptional(provider),
  coverage: z.exactOptional(z.strictObject({ reference: shortText })),
  supportingNotes: z.array(z.strictObject({ id: noteId, version: shortText })),
  totalMinutes: z.exactOptional(z.number()),
  stay: z.exactOptional(stay),
  admittingDiagnosis: z.exactOptional(validatedDiagnosis),
  procedures: z.exactOptional(inpatientProcedures),
  filing: z.exactOptional(filing),
  signedOff: z.exactOptional(z.boolean()),
})
