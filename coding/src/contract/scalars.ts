/** Wire forms of the branded scalars: text on the wire, a brand inside. */
import * as z from 'zod/mini'
import { parseDateOnly } from '../domain/date-only.ts'
import { parseIcd10Code } from '../domain/icd10-code.ts'
import {
  parseDraftId,
  parseEncounterId,
  parseFindingId,
  parseFingerprint,
  parseNoteId,
  parsePatientId,
  parseTenantKey,
} from '../domain/ids.ts'
import { parseModifierCode, parseProcedureCode } from '../domain/procedure-code.ts'

/** A `parse*` that throws, as a schema that reports. */
export function branded<Value>(parse: (text: string) => Value) {
  return z.pipe(
    z.string().check(z.maxLength(256)),
    z.transform((text: string, context) => {
      try {
        return parse(text)
      } catch {
        context.issues.push({ code: 'custom', message: 'not in the form that is expected here', input: text })
        return z.NEVER
      }
    }),
  )
}

export const tenantKey = branded(parseTenantKey)
export const patientId = branded(parsePatientId)
export const encounterId = branded(parseEncounterId)
export const noteId = branded(parseNoteId)
export const findingId = branded(parseFindingId)
export const fingerprint = branded(parseFingerprint)
export const draftId = branded(parseDraftId)
export const dateOnly = branded(parseDateOnly)
export const icd10Code = branded(parseIcd10Code)
export const procedureCode = branded(parseProcedureCode)
export const modifierCode = branded(parseModifierCode)

/** `PresentOnAdmission`. */
export const presentOnAdmission = z.enum(['yes', 'no', 'unknown', 'undetermined'])

export const shortText = z.string().check(z.maxLength(1000))
export const instant = z.string().check(z.maxLength(64))
