// Made by `npm run data`. Do not edit.
import type { ClaimRule } from './claim-rule.ts'
import { additionalCode } from './diagnoses/additional-code.ts'
import { bothSidesCoded } from './diagnoses/both-sides-coded.ts'
import { burnDegree } from './diagnoses/burn-degree.ts'
import { causePhase } from './diagnoses/cause-phase.ts'
import { characterDefault } from './diagnoses/character-default.ts'
import { clinicalOrder } from './diagnoses/clinical-order.ts'
import { codesExcludeEachOther } from './diagnoses/codes-exclude-each-other.ts'
import { comaScale } from './diagnoses/coma-scale.ts'
import { combinationCode } from './diagnoses/combination-code.ts'
import { diagnosisMissing } from './diagnoses/diagnosis-missing.ts'
import { diagnosisNotBillable } from './diagnoses/diagnosis-not-billable.ts'
import { diagnosisOrder } from './diagnoses/diagnosis-order.ts'
import { diagnosisUnsupported } from './diagnoses/diagnosis-unsupported.ts'
import { documentedAddition } from './diagnoses/documented-addition.ts'
import { drugEventOrder } from './diagnoses/drug-event-order.ts'
import { duplicateDiagnosis } from './diagnoses/duplicate-diagnosis.ts'
import { excludesNote } from './diagnoses/excludes-note.ts'
import { firstListedOnly } from './diagnoses/first-listed-only.ts'
import { fractureDefaults } from './diagnoses/fracture-defaults.ts'
import { fragilityFracture } from './diagnoses/fragility-fracture.ts'
import { gestationalAge } from './diagnoses/gestational-age.ts'
import { hemiplegiaDominance } from './diagnoses/hemiplegia-dominance.ts'
import { impendingCondition } from './diagnoses/impending-condition.ts'
import { injuryPhase } from './diagnoses/injury-phase.ts'
import { inpatientEditor } from './diagnoses/inpatient-editor.ts'
import { moreSpecificCode } from './diagnoses/more-specific-code.ts'
import { motherAndNewborn } from './diagnoses/mother-and-newborn.ts'
import { namedSites } from './diagnoses/named-sites.ts'
import { neverFirst } from './diagnoses/never-first.ts'
import { obstetricCombinations } from './diagnoses/obstetric-combinations.ts'
import { obstetricFirst } from './diagnoses/obstetric-first.ts'
import { otherSpecified } from './diagnoses/other-specified.ts'
import { pastCondition } from './diagnoses/past-condition.ts'
import { postoperativeDiagnosis } from './diagnoses/postoperative-diagnosis.ts'
import { presentOnAdmission } from './diagnoses/present-on-admission.ts'
import { providerLink } from './diagnoses/provider-link.ts'
import { providerStatement } from './diagnoses/provider-statement.ts'
import { reasonForVisit } from './diagnoses/reason-for-visit.ts'
import { remainingSide } from './diagnoses/remaining-side.ts'
import { reportDiagnosis } from './diagnoses/report-diagnosis.ts'
import { requiredCompanion } from './diagnoses/required-companion.ts'
import { resultAlone } from './diagnoses/result-alone.ts'
import { routineExamination } from './diagnoses/routine-examination.ts'
import { sequelaAlone } from './diagnoses/sequela-alone.ts'
import { seventhCharacterMissing } from './diagnoses/seventh-character-missing.ts'
import { sexOnRegistration } from './diagnoses/sex-on-registration.ts'
import { symptomPrincipal } from './diagnoses/symptom-principal.ts'
import { symptomWithDiagnosis } from './diagnoses/symptom-with-diagnosis.ts'
import { tabularOrder } from './diagnoses/tabular-order.ts'
import { tooManyDiagnoses } from './diagnoses/too-many-diagnoses.ts'
import { uncertainDiagnosis } from './diagnoses/uncertain-diagnosis.ts'
import { wordsBehindCode } from './diagnoses/words-behind-code.ts'
import { zCodeCompany } from './diagnoses/z-code-company.ts'
import { addOnWithoutPrimary } from './edits/add-on-without-primary.ts'
import { editsNotChecked } from './edits/edits-not-checked.ts'
import { procedurePair } from './edits/procedure-pair.ts'
import { unitLimit } from './edits/unit-limit.ts'
import { diagnosisPointers } from './lines/diagnosis-pointers.ts'
import { lineDate } from './lines/line-date.ts'
import { lineMissing } from './lines/line-missing.ts'
import { lineModifiers } from './lines/line-modifiers.ts'
import { lineUnits } from './lines/line-units.ts'
import { placeOfService } from './lines/place-of-service.ts'
import { procedureWithoutDocumentation } from './lines/procedure-without-documentation.ts'
import { bilateralProcedure } from './modifiers/bilateral-procedure.ts'
import { discardedDrug } from './modifiers/discarded-drug.ts'
import { globalPeriod } from './modifiers/global-period.ts'
import { lateralityModifier } from './modifiers/laterality-modifier.ts'
import { modifierByIndicator } from './modifiers/modifier-by-indicator.ts'
import { modifierNotForVisits } from './modifiers/modifier-not-for-visits.ts'
import { modifierNotValid } from './modifiers/modifier-not-valid.ts'
import { modifierOrder } from './modifiers/modifier-order.ts'
import { preventiveModifier } from './modifiers/preventive-modifier.ts'
import { professionalOrTechnicalPart } from './modifiers/professional-or-technical-part.ts'
import { reducedService } from './modifiers/reduced-service.ts'
import { repeatedService } from './modifiers/repeated-service.ts'
import { sideNotStated } from './modifiers/side-not-stated.ts'
import { telehealthLine } from './modifiers/telehealth-line.ts'
import { therapyDiscipline } from './modifiers/therapy-discipline.ts'
import { visitWithProcedure } from './modifiers/visit-with-procedure.ts'
import { coverageMissing } from './participants/coverage-missing.ts'
import { performerMissing } from './participants/performer-missing.ts'
import { accidentIncomplete } from './scrub/accident-incomplete.ts'
import { accidentNotTold } from './scrub/accident-not-told.ts'
import { admittingDiagnosis } from './scrub/admitting-diagnosis.ts'
import { advanceNotice } from './scrub/advance-notice.ts'
import { amendedAfterBilling } from './scrub/amended-after-billing.ts'
import { anesthesiaLine } from './scrub/anesthesia-line.ts'
import { attachmentNumber } from './scrub/attachment-number.ts'
import { authorization } from './scrub/authorization.ts'
import { billedBefore } from './scrub/billed-before.ts'
import { billingNumberMissing } from './scrub/billing-number-missing.ts'
import { consents } from './scrub/consents.ts'
import { coverageIncomplete } from './scrub/coverage-incomplete.ts'
import { coverageNotInForce } from './scrub/coverage-not-in-force.ts'
import { coverageOrder } from './scrub/coverage-order.ts'
import { coveragePolicy } from './scrub/coverage-policy.ts'
import { drugCode } from './scrub/drug-code.ts'
import { earlierServicesNotSeen } from './scrub/earlier-services-not-seen.ts'
import { evidenceGone } from './scrub/evidence-gone.ts'
import { facilityMissing } from './scrub/facility-missing.ts'
import { firstDateMissing } from './scrub/first-date-missing.ts'
import { frequencyLimit } from './scrub/frequency-limit.ts'
import { inpatientProcedureDays } from './scrub/inpatient-procedure-days.ts'
import { laboratoryNumber } from './scrub/laboratory-number.ts'
import { lineCharge } from './scrub/line-charge.ts'
import { noteNotSigned } from './scrub/note-not-signed.ts'
import { orderingProviderMissing } from './scrub/ordering-provider-missing.ts'
import { payerNumberMissing } from './scrub/payer-number-missing.ts'
import { placeDoesNotFit } from './scrub/place-does-not-fit.ts'
import { procedureCodeNotValid } from './scrub/procedure-code-not-valid.ts'
import { providerNumber } from './scrub/provider-number.ts'
import { providerTaxonomy } from './scrub/provider-taxonomy.ts'
import { referralMissing } from './scrub/referral-missing.ts'
import { registrationIncomplete } from './scrub/registration-incomplete.ts'
import { resubmission } from './scrub/resubmission.ts'
import { serviceDateImpossible } from './scrub/service-date-impossible.ts'
import { stayCodes } from './scrub/stay-codes.ts'
import { stayStillOpen } from './scrub/stay-still-open.ts'
import { taxNumber } from './scrub/tax-number.ts'
import { teachingVisit } from './scrub/teaching-visit.ts'
import { timelyFiling } from './scrub/timely-filing.ts'
import { unlistedProcedure } from './scrub/unlisted-procedure.ts'
import { vaccineCounts } from './scrub/vaccine-counts.ts'
import { advanceCarePlanningTime } from './time/advance-care-planning-time.ts'
import { alcoholCounselingTime } from './time/alcohol-counseling-time.ts'
import { careManagementTime } from './time/care-management-time.ts'
import { checkInTime } from './time/check-in-time.ts'
import { crisisTime } from './time/crisis-time.ts'
import { familyTherapyTime } from './time/family-therapy-time.ts'
import { hydrationTime } from './time/hydration-time.ts'
import { infusionOrder } from './time/infusion-order.ts'
import { infusionTime } from './time/infusion-time.ts'
import { oneOfAPeriod } from './time/one-of-a-period.ts'
import { preventiveCounselingTime } from './time/preventive-counseling-time.ts'
import { psychotherapyBeside } from './time/psychotherapy-beside.ts'
import { psychotherapyTime } from './time/psychotherapy-time.ts'
import { psychotherapyWithVisit } from './time/psychotherapy-with-visit.ts'
import { remoteMonitoringDays } from './time/remote-monitoring-days.ts'
import { remoteMonitoringTime } from './time/remote-monitoring-time.ts'
import { therapeuticMonitoringDays } from './time/therapeutic-monitoring-days.ts'
import { therapyUnits } from './time/therapy-units.ts'
import { tobaccoCounselingTime } from './time/tobacco-counseling-time.ts'
import { criticalCareTime } from './visits/critical-care-time.ts'
import { drugListOnly } from './visits/drug-list-only.ts'
import { hospitalInitialOnce } from './visits/hospital-initial-once.ts'
import { incidentTo } from './visits/incident-to.ts'
import { interpretationNotStated } from './visits/interpretation-not-stated.ts'
import { longitudinalCare } from './visits/longitudinal-care.ts'
import { newPatient } from './visits/new-patient.ts'
import { preventiveAge } from './visits/preventive-age.ts'
import { preventiveWithProblem } from './visits/preventive-with-problem.ts'
import { problemNotAddressed } from './visits/problem-not-addressed.ts'
import { prolongedService } from './visits/prolonged-service.ts'
import { splitOrShared } from './visits/split-or-shared.ts'
import { stableNotAtGoal } from './visits/stable-not-at-goal.ts'
import { testCountedOnce } from './visits/test-counted-once.ts'
import { timeAndDecisionDiffer } from './visits/time-and-decision-differ.ts'
import { transitionalCare } from './visits/transitional-care.ts'
import { virtualVisitCodes } from './visits/virtual-visit-codes.ts'
import { visitLevel } from './visits/visit-level.ts'
import { visitTimeNotCounted } from './visits/visit-time-not-counted.ts'

export const claimRules: readonly ClaimRule[] = [
  additionalCode,
  bothSidesCoded,
  burnDegree,
  causePhase,
  characterDefault,
  clinicalOrder,
  codesExcludeEachOther,
  comaScale,
  combinationCode,
  diagnosisMissing,
  diagnosisNotBillable,
  diagnosisOrder,
  diagnosisUnsupported,
  documentedAddition,
  drugEventOrder,
  duplicateDiagnosis,
  excludesNote,
  firstListedOnly,
  fractureDefaults,
  fragilityFracture,
  gestationalAge,
  hemiplegiaDominance,
  impendingCondition,
  injuryPhase,
  inpatientEditor,
  moreSpecificCode,
  motherAndNewborn,
  namedSites,
  neverFirst,
  obstetricCombinations,
  obstetricFirst,
  otherSpecified,
  pastCondition,
  postoperativeDiagnosis,
  presentOnAdmission,
  providerLink,
  providerStatement,
  reasonForVisit,
  remainingSide,
  reportDiagnosis,
  requiredCompanion,
  resultAlone,
  routineExamination,
  sequelaAlone,
  seventhCharacterMissing,
  sexOnRegistration,
  symptomPrincipal,
  symptomWithDiagnosis,
  tabularOrder,
  tooManyDiagnoses,
  uncertainDiagnosis,
  wordsBehindCode,
  zCodeCompany,
  addOnWithoutPrimary,
  editsNotChecked,
  procedurePair,
  unitLimit,
  diagnosisPointers,
  lineDate,
  lineMissing,
  lineModifiers,
  lineUnits,
  placeOfService,
  procedureWithoutDocumentation,
  bilateralProcedure,
  discardedDrug,
  globalPeriod,
  lateralityModifier,
  modifierByIndicator,
  modifierNotForVisits,
  modifierNotValid,
  modifierOrder,
  preventiveModifier,
  professionalOrTechnicalPart,
  reducedService,
  repeatedService,
  sideNotStated,
  telehealthLine,
  therapyDiscipline,
  visitWithProcedure,
  coverageMissing,
  performerMissing,
  accidentIncomplete,
  accidentNotTold,
  admittingDiagnosis,
  advanceNotice,
  amendedAfterBilling,
  anesthesiaLine,
  attachmentNumber,
  authorization,
  billedBefore,
  billingNumberMissing,
  consents,
  coverageIncomplete,
  coverageNotInForce,
  coverageOrder,
  coveragePolicy,
  drugCode,
  earlierServicesNotSeen,
  evidenceGone,
  facilityMissing,
  firstDateMissing,
  frequencyLimit,
  inpatientProcedureDays,
  laboratoryNumber,
  lineCharge,
  noteNotSigned,
  orderingProviderMissing,
  payerNumberMissing,
  placeDoesNotFit,
  procedureCodeNotValid,
  providerNumber,
  providerTaxonomy,
  referralMissing,
  registrationIncomplete,
  resubmission,
  serviceDateImpossible,
  stayCodes,
  stayStillOpen,
  taxNumber,
  teachingVisit,
  timelyFiling,
  unlistedProcedure,
  vaccineCounts,
  advanceCarePlanningTime,
  alcoholCounselingTime,
  careManagementTime,
  checkInTime,
  crisisTime,
  familyTherapyTime,
  hydrationTime,
  infusionOrder,
  infusionTime,
  oneOfAPeriod,
  preventiveCounselingTime,
  psychotherapyBeside,
  psychotherapyTime,
  psychotherapyWithVisit,
  remoteMonitoringDays,
  remoteMonitoringTime,
  therapeuticMonitoringDays,
  therapyUnits,
  tobaccoCounselingTime,
  criticalCareTime,
  drugListOnly,
  hospitalInitialOnce,
  incidentTo,
  interpretationNotStated,
  longitudinalCare,
  newPatient,
  preventiveAge,
  preventiveWithProblem,
  problemNotAddressed,
  prolongedService,
  splitOrShared,
  stableNotAtGoal,
  testCountedOnce,
  timeAndDecisionDiffer,
  transitionalCare,
  virtualVisitCodes,
  visitLevel,
  visitTimeNotCounted,
]
