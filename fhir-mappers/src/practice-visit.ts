/** A visit of a system that does not speak FHIR, as the resources that a FHIR server would have given: one path for both. */
import type { CodeableConcept, Condition, DocumentReference, Encounter, Patient, Procedure } from '@medplum/fhirtypes'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { EncounterId, NoteId, PatientId } from '#coding/domain/ids.ts'
import { CPT, HCPCS, ICD10CM } from './systems.ts'

export type PracticeVisit = {
  readonly encounterId: EncounterId
  readonly date: DateOnly
  /** False while somebody may still write. */
  readonly isFinished: boolean
  /** As the practice calls it. */
  readonly visitType?: string
  readonly patient: {
    readonly id: PatientId
    /** To be masked; nothing else is done with them. */
    readonly names: readonly string[]
    readonly birthDate?: DateOnly
    readonly gender: 'male' | 'female' | 'other' | 'unknown'
  }
  readonly notes: readonly PracticeNote[]
  /** What was entered for billing already. */
  readonly lines: readonly PracticeLine[]
}

export type PracticeNote = {
  readonly id: NoteId
  readonly version: string
  readonly isSigned: boolean
  readonly text: string
}

export type PracticeLine = {
  readonly id: string
  readonly code: string
  readonly system: 'cpt' | 'hcpcs'
  /** ICD-10-CM, with or without the dot. */
  readonly diagnoses: readonly string[]
}

/** Of the same names as what is read from a FHIR server. */
export type VisitResources = {
  readonly encounter: Encounter
  readonly patient: Patient
  readonly notes: readonly DocumentReference[]
  readonly conditions: readonly Condition[]
  readonly procedures: readonly Procedure[]
  readonly observations: readonly []
  readonly medicationRequests: readonly []
  readonly coverages: readonly []
}

/** @param encode a text as UTF-8 in base64. */
export function buildVisitResources(visit: PracticeVisit, encode: (text: string) => string): VisitResources {
  const { encounterId, date, patient, lines, notes } = visit
  const links = {
    subject: { reference: `Patient/${patient.id}` },
    encounter: { reference: `Encounter/${encounterId}` },
  }
  const diagnoses = [...new Set(lines.flatMap((line) => line.diagnoses.map(writeDotted)))]
  return {
    encounter: {
      resourceType: 'Encounter',
      id: encounterId,
      status: visit.isFinished ? 'finished' : 'in-progress',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject: links.subject,
      period: { start: date, end: date },
      ...(visit.visitType !== undefined && { type: [{ text: visit.visitType }] }),
    },
    patient: {
      resourceType: 'Patient',
      id: patient.id,
      gender: patient.gender,
      name: [{ given: [...patient.names] }],
      ...(patient.birthDate !== undefined && { birthDate: patient.birthDate }),
    },
    notes: notes.map(
      (note): DocumentReference => ({
        resourceType: 'DocumentReference',
        id: note.id,
        meta: { versionId: note.version },
        status: 'current',
        docStatus: note.isSigned ? 'final' : 'preliminary',
        subject: links.subject,
        context: { encounter: [links.encounter] },
        content: [{ attachment: { contentType: 'text/plain; charset=utf-8', data: encode(note.text) } }],
      }),
    ),
    conditions: diagnoses.map(
      (code): Condition => ({
        resourceType: 'Condition',
        id: `${encounterId}-${code.replace('.', '-')}`,
        category: [
          {
            coding: [
              { system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'encounter-diagnosis' },
            ],
          },
        ],
        code: { coding: [{ system: ICD10CM, code }] },
        recordedDate: date,
        ...links,
      }),
    ),
    procedures: lines.map(
      (line): Procedure => ({
        resourceType: 'Procedure',
        id: line.id,
        status: 'completed',
        code: nameService(line),
        performedDateTime: date,
        ...links,
      }),
    ),
    observations: [],
    medicationRequests: [],
    coverages: [],
  }
}

function nameService({ system, code }: PracticeLine): CodeableConcept {
  return { coding: [{ system: system === 'cpt' ? CPT : HCPCS, code }] }
}

/** Practice systems leave the dot out as often as not. */
function writeDotted(code: string): string {
  return code.includes('.') || code.length <= 3 ? code : `${code.slice(0, 3)}.${code.slice(3)}`
}
