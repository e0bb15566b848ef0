/** A coder's remarks on risk categories to a MeasureReport, the resource in which a payer tells of its gaps. */
import type { Extension, MeasureReport, MeasureReportGroup } from '@medplum/fhirtypes'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { EncounterId, NoteId, PatientId } from '#coding/domain/ids.ts'
import type { RiskRemark } from '#coding/risk-review/risk-remark.ts'
import { findEnterer } from './draft-concepts.ts'
import { CMS_HCC, RISK_REMARK, RISK_REMARK_EXTENSION, RISK_REMARK_REASON, RISK_REVIEW_MEASURE } from './systems.ts'

export type RiskRemarks = {
  readonly remarks: readonly RiskRemark[]
  readonly patientId: PatientId
  readonly encounterId: EncounterId
  readonly dateOfService: DateOnly
  /** The notes that were read for them. */
  readonly noteIds: readonly NoteId[]
  readonly now: string
  /** The coder, as the EHR names its user. */
  readonly person?: string
}

/**
 * @returns references and codes alone, no words of the chart. The words `assessed-present`, … are those of the Da Vinci
 * Risk Adjustment guide (HL7, 2026-03-13); no conformance to its profiles is claimed, and a remark is about this visit:
 * it opens and closes no gap of a payer.
 */
export function buildRiskRemarks(input: RiskRemarks): MeasureReport {
  const { remarks, patientId, encounterId, noteIds, now, dateOfService } = input
  const reporter = findEnterer(input.person)
  return {
    resourceType: 'MeasureReport',
    status: 'complete',
    type: 'individual',
    measure: RISK_REVIEW_MEASURE,
    subject: { reference: `Patient/${patientId}` },
    date: now,
    ...(reporter && { reporter }),
    period: { start: dateOfService, end: dateOfService },
    group: remarks.map(buildGroup),
    evaluatedResource: [`Encounter/${encounterId}`, ...noteIds.map((id) => `DocumentReference/${id}`)].map(
      (reference) => ({ reference }),
    ),
  }
}

function buildGroup({ model, category, label, remark, reason }: RiskRemark): MeasureReportGroup {
  const version = / V(\d+)$/.exec(model)?.[1]
  return {
    extension: [
      {
        url: RISK_REMARK_EXTENSION,
        extension: [
          buildPart('remark', RISK_REMARK, remark),
          ...(reason === undefined ? [] : [buildPart('reason', RISK_REMARK_REASON, reason)]),
        ],
      },
    ],
    code: {
      coding: [
        {
          system: CMS_HCC,
          ...(version !== undefined && { version }),
          code: category,
          ...(label !== undefined && { display: label }),
        },
      ],
      text: `${model} category ${category}`,
    },
  }
}

function buildPart(url: string, system: string, code: string): Extension {
  return { url, valueCodeableConcept: { coding: [{ system, code }] } }
}
