/** DraftClaim to an R4 Claim, professional or institutional. */
import type {
  Claim,
  ClaimDiagnosis,
  ClaimInsurance,
  ClaimItem,
  ClaimSupportingInfo,
  CodeableConcept,
  Organization,
  Practitioner,
  Reference,
} from '@medplum/fhirtypes'
import type {
  ClaimKind,
  DraftClaim,
  DraftDiagnosis,
  DraftLine,
  PresentOnAdmission,
} from '#coding/domain/draft-claim.ts'
import { buildDraftMeta, buildElementLabels } from './ai-label.ts'
import type { BuildContext } from './build-context.ts'
import {
  buildDiagnosisConcept,
  buildModifierConcept,
  buildProcedureConcept,
  buildProvider,
  findEnterer,
} from './draft-concepts.ts'
import {
  CARE_TEAM_ROLE,
  CARIN_CARE_TEAM_ROLE,
  CLAIM_INFORMATION,
  CLAIM_TYPE,
  DATA_ABSENT_REASON,
  DIAGNOSIS_TYPE,
  DRAFT_CLAIM,
  PLACE_OF_SERVICE,
  PRESENT_ON_ADMISSION,
  PROCESS_PRIORITY,
  RELATED_CLAIM,
  SUPPORTING_INFO,
  UCUM,
} from './systems.ts'

/** Who did the work, in CARIN's terms: the claim form asks for a rendering or an attending provider. */
const PERFORMER_ROLES: Readonly<Record<ClaimKind, string>> = { professional: 'rendering', institutional: 'attending' }

export function buildClaim(draft: DraftClaim, context: BuildContext): Claim {
  const supportingInfo = buildSupportingInfo(draft)
  const enterer = findEnterer(context.person)
  return {
    resourceType: 'Claim',
    meta: buildDraftMeta([...draft.diagnoses, ...draft.lines]),
    identifier: [{ system: DRAFT_CLAIM, value: context.key }],
    status: 'draft',
    type: buildConcept(CLAIM_TYPE, draft.kind),
    use: 'claim',
    patient: { reference: `Patient/${draft.patientId}` },
    billablePeriod: { start: draft.dateOfService, end: draft.dateOfServiceEnd ?? draft.dateOfService },
    created: context.now,
    ...(enterer && { enterer }),
    provider: buildBillingProvider(draft),
    priority: buildConcept(PROCESS_PRIORITY, 'normal'),
    ...(context.priorClaim !== undefined && {
      related: [{ claim: { reference: context.priorClaim }, relationship: buildConcept(RELATED_CLAIM, 'prior') }],
    }),
    ...(draft.performer && {
      careTeam: [
        {
          sequence: 1,
          provider: buildProvider(draft.performer),
          responsible: true,
          role: {
            coding: [
              { system: CARE_TEAM_ROLE, code: 'primary' },
              { system: CARIN_CARE_TEAM_ROLE, code: PERFORMER_ROLES[draft.kind] },
            ],
          },
        },
      ],
    }),
    ...(supportingInfo.length > 0 && { supportingInfo }),
    ...(draft.diagnoses.length > 0 && {
      diagnosis: draft.diagnoses.map((diagnosis, index) => buildDiagnosis(draft, diagnosis, index)),
    }),
    insurance: [buildInsurance(draft)],
    ...(draft.lines.length > 0 && { item: draft.lines.map((line, index) => buildItem(draft, line, index)) }),
  }
}

function buildConcept(system: string, code: string): CodeableConcept {
  return { coding: [{ system, code }] }
}

/** `Claim.provider` is required; without one the claim says that it is unknown instead of naming somebody. */
function buildBillingProvider(draft: DraftClaim): Reference<Organization | Practitioner> {
  const provider = draft.billingProvider ?? draft.performer
  return provider ? buildProvider(provider) : buildUnknownReference('Billing provider not available to the coding app')
}

/** Never an invented Coverage (smart-fhir conventions 7.2). */
function buildInsurance(draft: DraftClaim): ClaimInsurance {
  const coverage = draft.coverage
    ? { reference: draft.coverage.reference }
    : buildUnknownReference('Coverage not available to the coding app')
  return { sequence: 1, focal: true, coverage }
}

function buildUnknownReference(display: string): Pick<Reference, 'extension' | 'display'> {
  return { extension: [{ url: DATA_ABSENT_REASON, valueCode: 'unknown' }], display }
}

/** Notes first, in order, then the time; a claim without lines names its encounter here, since only a line has a place for it. */
function buildSupportingInfo(draft: DraftClaim): ClaimSupportingInfo[] {
  const information = buildConcept(CLAIM_INFORMATION, 'info')
  const notes = draft.supportingNotes.map(({ id }) => ({
    category: information,
    valueReference: { reference: `DocumentReference/${id}` },
  }))
  const time =
    draft.totalMinutes === undefined
      ? []
      : [
          {
            category: buildConcept(SUPPORTING_INFO, 'total-time'),
            valueQuantity: { value: draft.totalMinutes, unit: 'min', system: UCUM, code: 'min' },
          },
        ]
  const encounter =
    draft.lines.length > 0
      ? []
      : [{ category: information, valueReference: { reference: `Encounter/${draft.encounterId}` } }]
  return [...notes, ...time, ...encounter].map((info, index) => ({ sequence: index + 1, ...info }))
}

const ADMISSION_CODES: Readonly<Record<PresentOnAdmission, string>> = {
  yes: 'Y',
  no: 'N',
  unknown: 'U',
  undetermined: 'W',
}

function buildDiagnosis(draft: DraftClaim, diagnosis: DraftDiagnosis, index: number): ClaimDiagnosis {
  return {
    ...buildElementLabels(diagnosis),
    sequence: index + 1,
    diagnosisCodeableConcept: buildDiagnosisConcept(diagnosis, draft),
    ...(index === 0 && { type: [buildConcept(DIAGNOSIS_TYPE, 'principal')] }),
    ...(diagnosis.presentOnAdmission && {
      onAdmission: buildConcept(PRESENT_ON_ADMISSION, ADMISSION_CODES[diagnosis.presentOnAdmission]),
    }),
  }
}

function buildItem(draft: DraftClaim, line: DraftLine, index: number): ClaimItem {
  const notes = draft.supportingNotes.map((_, note) => note + 1)
  // The minutes stand behind a visit level, not behind what else was done.
  const isTimed = draft.totalMinutes !== undefined && line.code.category === 'em'
  const information = isTimed ? [...notes, notes.length + 1] : notes
  return {
    ...buildElementLabels(line),
    sequence: index + 1,
    ...(draft.performer && { careTeamSequence: [1] }),
    ...(line.diagnosisPointers.length > 0 && { diagnosisSequence: [...line.diagnosisPointers] }),
    ...(information.length > 0 && { informationSequence: information }),
    productOrService: buildProcedureConcept(line),
    ...(line.modifiers.length > 0 && { modifier: line.modifiers.map(buildModifierConcept) }),
    servicedDate: line.date,
    ...(line.placeOfService !== undefined && {
      locationCodeableConcept: buildConcept(PLACE_OF_SERVICE, line.placeOfService),
    }),
    quantity: { value: line.units },
    encounter: [{ reference: `Encounter/${draft.encounterId}` }],
  }
}
