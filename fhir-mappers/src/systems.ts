/** Code systems, extensions and identifier systems, each under the one URI that we write; aliases are only read. */

/** Base of everything that Postil itself names. */
export const POSTIL_BASE = 'https://postil.dev/fhir'
export const DRAFT_CLAIM = `${POSTIL_BASE}/draft-claim`
export const DRAFT_CHARGE_ITEM = `${POSTIL_BASE}/draft-charge-item`
export const CODING_TASK = `${POSTIL_BASE}/coding-task`
export const WORK_TASK = `${POSTIL_BASE}/work-task`
export const WORK_STATE = `${POSTIL_BASE}/CodeSystem/work-state`
export const QUERY_TASK = `${POSTIL_BASE}/query-task`
export const QUERY_QUESTIONNAIRE = `${POSTIL_BASE}/Questionnaire`
export const QUERY_RESPONSE = `${POSTIL_BASE}/query-response`
export const QUERY_ANSWER = `${POSTIL_BASE}/CodeSystem/query-answer`
export const DEVICE_IDENTIFIER = `${POSTIL_BASE}/device`
export const WORKFLOW = `${POSTIL_BASE}/CodeSystem/workflow`
export const SUPPORTING_INFO = `${POSTIL_BASE}/CodeSystem/supporting-info`
export const CLAIM_FREQUENCY = `${POSTIL_BASE}/CodeSystem/claim-frequency`
export const PAYER_CONTROL_NUMBER = `${POSTIL_BASE}/payer-control-number`
export const PAYER_NUMBER = `${POSTIL_BASE}/payer-number`
/** Code sets of the NUBC for which no canonical URI was found. */
export const CONDITION_CODE = `${POSTIL_BASE}/CodeSystem/nubc-condition-code`
export const OCCURRENCE_CODE = `${POSTIL_BASE}/CodeSystem/nubc-occurrence-code`
export const VALUE_CODE = `${POSTIL_BASE}/CodeSystem/nubc-value-code`
export const REFERRAL_NUMBER = `${POSTIL_BASE}/referral-number`
/** The vocabulary of the Da Vinci Risk Adjustment guide, for which no canonical URI was at hand. */
export const RISK_REMARK = `${POSTIL_BASE}/CodeSystem/risk-remark`
export const RISK_REMARK_REASON = `${POSTIL_BASE}/CodeSystem/risk-remark-reason`
export const RISK_REMARK_EXTENSION = `${POSTIL_BASE}/StructureDefinition/risk-remark`
export const RISK_REVIEW_MEASURE = `${POSTIL_BASE}/Measure/risk-condition-review`
export const TASK_CODE = `${POSTIL_BASE}/CodeSystem/task-code`

export const ICD10CM = 'http://hl7.org/fhir/sid/icd-10-cm'
export const ICD10PCS = 'http://www.cms.gov/Medicare/Coding/ICD10'
export const CPT = 'http://www.ama-assn.org/go/cpt'
export const HCPCS = 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'
export const LOINC = 'http://loinc.org'
export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm'
const SNOMED = 'http://snomed.info/sct'
export const NPI = 'http://hl7.org/fhir/sid/us-npi'
export const SSN = 'http://hl7.org/fhir/sid/us-ssn'
export const UCUM = 'http://unitsofmeasure.org'
/** National Association of Insurance Commissioners, company code. */
export const NAIC = 'urn:oid:2.16.840.1.113883.6.300'
export const TAX_NUMBER = 'urn:oid:2.16.840.1.113883.4.4'
export const NUCC_TAXONOMY = 'http://nucc.org/provider-taxonomy'
export const SOURCE_OF_PAYMENT = 'https://nahdo.org/sopt'
export const PLACE_OF_SERVICE = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set'
export const PRESENT_ON_ADMISSION = 'https://www.nubc.org/CodeSystem/PresentOnAdmissionIndicator'

const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem'
export const CONDITION_CATEGORY = `${TERMINOLOGY}/condition-category`
export const CMS_HCC = `${TERMINOLOGY}/cmshcc`
export const CONDITION_CLINICAL = `${TERMINOLOGY}/condition-clinical`
export const CLAIM_TYPE = `${TERMINOLOGY}/claim-type`
export const DIAGNOSIS_TYPE = `${TERMINOLOGY}/ex-diagnosistype`
export const CARE_TEAM_ROLE = `${TERMINOLOGY}/claimcareteamrole`
export const CARIN_CARE_TEAM_ROLE = 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimCareTeamRole'
export const CARIN_DIAGNOSIS_TYPE = 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimDiagnosisType'
export const CARIN_SUPPORTING_INFO = 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBSupportingInfoType'
export const REVENUE_CODE = 'https://www.nubc.org/CodeSystem/RevenueCodes'
export const TYPE_OF_BILL = 'https://www.nubc.org/CodeSystem/TypeOfBill'
export const ADMISSION_TYPE = 'https://www.nubc.org/CodeSystem/PriorityTypeOfAdmitOrVisit'
export const POINT_OF_ORIGIN = 'https://www.nubc.org/CodeSystem/PointOfOrigin'
export const DISCHARGE_STATUS = 'https://www.nubc.org/CodeSystem/PatDischargeStatus'
export const NDC = 'http://hl7.org/fhir/sid/ndc'
export const PROCEDURE_TYPE = `${TERMINOLOGY}/ex-procedure-type`
export const CLAIM_INFORMATION = `${TERMINOLOGY}/claiminformationcategory`
export const PROCESS_PRIORITY = `${TERMINOLOGY}/processpriority`
export const PARTICIPANT_TYPE = `${TERMINOLOGY}/v3-ParticipationType`
export const PROVENANCE_PARTICIPANT = `${TERMINOLOGY}/provenance-participant-type`
export const ACT_REASON = `${TERMINOLOGY}/v3-ActReason`
export const DATA_OPERATION = `${TERMINOLOGY}/v3-DataOperation`
export const OBSERVATION_VALUE = `${TERMINOLOGY}/v3-ObservationValue`
export const ACT_CODE = `${TERMINOLOGY}/v3-ActCode`
export const CONFIDENTIALITY = `${TERMINOLOGY}/v3-Confidentiality`
export const RELATED_CLAIM = `${TERMINOLOGY}/ex-relatedclaimrelationship`
export const IDENTIFIER_TYPE = `${TERMINOLOGY}/v2-0203`

export const DATA_ABSENT_REASON = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason'
/** No HL7 definition was found: what Medplum's apps write and read for modifiers of a ChargeItem. */
export const CHARGE_ITEM_MODIFIER = 'http://hl7.org/fhir/StructureDefinition/chargeitem-modifier'
/** Security Labeling DS4P: the label of one element instead of the whole resource. */
export const INLINE_LABEL = 'http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label'
/** AI Transparency on FHIR 1.0.0. */
export const AI_CONFIDENCE = 'http://hl7.org/fhir/uv/aitransparency/StructureDefinition/AIconfidence'
export const AI_DEVICE_TYPE = 'http://hl7.org/fhir/uv/aitransparency/CodeSystem/AIdeviceTypeCS'

/** The same system under other names: object identifiers, and addresses that servers write (smart-fhir conventions 7.1). */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    [ICD10CM]: ['urn:oid:2.16.840.1.113883.6.90'],
    [ICD10PCS]: ['urn:oid:2.16.840.1.113883.6.4', 'http://hl7.org/fhir/sid/icd-10-pcs'],
    [CPT]: ['urn:oid:2.16.840.1.113883.6.12'],
    [HCPCS]: ['urn:oid:2.16.840.1.113883.6.285', 'urn:oid:2.16.840.1.113883.6.14'],
    [LOINC]: ['urn:oid:2.16.840.1.113883.6.1'],
    [RXNORM]: ['urn:oid:2.16.840.1.113883.6.88'],
    [SNOMED]: ['urn:oid:2.16.840.1.113883.6.96'],
    [NPI]: ['urn:oid:2.16.840.1.113883.4.6'],
    [SSN]: ['urn:oid:2.16.840.1.113883.4.1'],
    [NUCC_TAXONOMY]: ['urn:oid:2.16.840.1.113883.6.101'],
    [SOURCE_OF_PAYMENT]: ['urn:oid:2.16.840.1.113883.3.221.5'],
    [CONFIDENTIALITY]: ['urn:oid:2.16.840.1.113883.5.25', 'http://hl7.org/fhir/v3/Confidentiality'],
    [ACT_CODE]: ['urn:oid:2.16.840.1.113883.5.4', 'http://hl7.org/fhir/v3/ActCode'],
    [OBSERVATION_VALUE]: ['urn:oid:2.16.840.1.113883.5.1063', 'http://hl7.org/fhir/v3/ObservationValue'],
    [PARTICIPANT_TYPE]: ['urn:oid:2.16.840.1.113883.5.90', 'http://hl7.org/fhir/v3/ParticipationType'],
    [IDENTIFIER_TYPE]: ['http://hl7.org/fhir/v2/0203'],
    [PLACE_OF_SERVICE]: [],
    [UCUM]: [],
  }).flatMap(([canonical, aliases]) => [canonical, ...aliases].map((alias) => [toKey(alias), canonical])),
)

/** As an EHR names the system where it takes what it did not write (smart-fhir conventions 6.3): Epic by object identifier. */
export function nameIcd10System(vendor: string): string {
  return vendor === 'epic' ? 'urn:oid:2.16.840.1.113883.6.90' : ICD10CM
}

/** Oracle's tenant systems, `https://fhir.cerner.com/{tenant}/CodeSystem/BillCodes-{set}`. */
const ORACLE_BILL_CODES: ReadonlyMap<string, string> = new Map([
  ['CPT', CPT],
  ['HCPCS', HCPCS],
  ['ICD', ICD10CM],
])

function toKey(uri: string): string {
  return uri
    .trim()
    .toLowerCase()
    .replace(/^https:/, 'http:')
    .replace(/\/+$/, '')
}

/** @returns the URI that this file uses for the system, or the text itself when the system is not one of ours. */
export function canonicalSystem(uri: string): string {
  const known = ALIASES.get(toKey(uri))
  if (known !== undefined) return known
  const billCodes = /\/CodeSystem\/BillCodes-([A-Z]+)$/.exec(uri)?.[1]
  return (billCodes !== undefined && ORACLE_BILL_CODES.get(billCodes)) || uri
}
