/** A draft as a table: a row for each line, or one row of diagnoses while there is none. */
import { findTotal, getNet, getPrice } from '#coding/claims/claim-total.ts'
import type { DraftClaim, DraftLine, LinePrice, NamedProvider } from '#coding/domain/draft-claim.ts'
import { buildCsv } from '../../../ui/csv.ts'

type Column = readonly [
  title: string,
  read: (draft: DraftClaim, line: DraftLine | undefined) => string | number | undefined,
]

const MODIFIERS = [0, 1, 2, 3]
const POINTERS = [0, 1, 2, 3]

function findPointed(draft: DraftClaim, line: DraftLine | undefined, place: number): string | undefined {
  const pointer = line?.diagnosisPointers[place]
  return pointer === undefined ? undefined : draft.diagnoses[pointer - 1]?.code.code
}

const nameProvider = (provider: NamedProvider | undefined): string | undefined => provider?.npi ?? provider?.reference

const COLUMNS: readonly Column[] = [
  ['encounter', (draft) => draft.encounterId],
  ['patient', (draft) => draft.patientId],
  ['claim type', (draft) => draft.kind],
  ['from', (draft) => draft.dateOfService],
  ['to', (draft) => draft.dateOfServiceEnd ?? draft.dateOfService],
  ['diagnoses', (draft) => draft.diagnoses.map(({ code }) => code.code).join(' ')],
  ['present on admission', (draft) => draft.diagnoses.map(({ presentOnAdmission: poa }) => poa ?? 'none').join(' ')],
  ['line', (draft, line) => (line ? draft.lines.indexOf(line) + 1 : undefined)],
  ['date', (_, line) => line?.date],
  ['code', (_, line) => line?.code.code],
  ...MODIFIERS.map((place): Column => [`modifier ${place + 1}`, (_, line) => line?.modifiers[place]]),
  ['units', (_, line) => line?.units],
  ['minutes', (_, line) => line?.minutes],
  ['place of service', (_, line) => line?.placeOfService],
  ...POINTERS.map((place): Column => [`diagnosis ${place + 1}`, (draft, line) => findPointed(draft, line, place)]),
  ['revenue code', (_, line) => line?.revenueCode],
  ['description', (_, line) => line?.description],
  ['comparable code', (_, line) => line?.comparison],
  ['drug code', (_, line) => line?.drug?.ndc],
  ['drug amount', (_, line) => line?.drug?.amount],
  ['drug unit', (_, line) => line?.drug?.unit],
  ['performer', (draft) => draft.performer?.reference],
  ['performer NPI', (draft) => draft.performer?.npi],
  ['billing provider', (draft) => draft.billingProvider?.reference],
  ['billing NPI', (draft) => draft.billingProvider?.npi],
  ['coverage', (draft) => draft.coverage?.reference],
  ['facility', (draft) => draft.filing?.facility?.npi ?? draft.filing?.facility?.reference],
  ['referring provider', (draft) => nameProvider(draft.filing?.referringProvider)],
  ['ordering provider', (draft) => nameProvider(draft.filing?.orderingProvider)],
  ['supervising provider', (draft) => nameProvider(draft.filing?.supervisingProvider)],
  ['payer number', (draft) => draft.filing?.payerNumber],
  ['billing taxonomy', (draft) => draft.filing?.billingTaxonomy],
  ['performer taxonomy', (draft) => draft.filing?.performerTaxonomy],
  ['frequency', (draft) => draft.filing?.frequency],
  ['original reference', (draft) => draft.filing?.originalReference],
  ['authorization', (draft) => draft.filing?.authorization?.number],
  ['referral', (draft) => draft.filing?.referral],
  ['accident', (draft) => draft.filing?.accident?.kind],
  ['accident date', (draft) => draft.filing?.accident?.date],
  ['accident state', (draft) => draft.filing?.accident?.state],
  ['onset', (draft) => draft.filing?.onset],
  ['last menstrual period', (draft) => draft.filing?.lastMenstrualPeriod],
  ['initial treatment', (draft) => draft.filing?.initialTreatment],
  ['CLIA', (draft) => draft.filing?.laboratory?.clia],
  ['attachment', (draft) => draft.filing?.attachment?.control],
  ['type of bill', (draft) => draft.stay?.typeOfBill],
  ['admitting diagnosis', (draft) => draft.admittingDiagnosis?.code],
  ['inpatient procedures', (draft) => draft.procedures?.map(({ code }) => code).join(' ')],
  ['total minutes', (draft) => draft.totalMinutes],
]

const describeAmount = (price: LinePrice | undefined): string | undefined => price && (price.cents / 100).toFixed(2)

/** On a coder's draft alone, where the site loads a fee schedule; without charges no column is named for them. */
const CHARGES: readonly Column[] = [
  ['charge', (_, line) => line && describeAmount(findNet(line))],
  ['currency', (_, line) => line && getPrice(line)?.currency],
  ['total charge', (draft) => describeAmount(findTotal(draft))],
]

function findNet(line: DraftLine): LinePrice | undefined {
  const price = getPrice(line)
  return price && getNet(line, price)
}

export function buildDraftCsv(draft: DraftClaim): string {
  return buildDraftsCsv([draft])
}

/** A row a line, or one of diagnoses for a draft without lines; one row of titles for all. */
export function buildDraftsCsv(drafts: readonly DraftClaim[]): string {
  const hasCharges = drafts.some(({ lines }) => lines.some(getPrice))
  const columns = hasCharges ? [...COLUMNS, ...CHARGES] : COLUMNS
  const rows = drafts.flatMap((draft) => {
    const lines: readonly (DraftLine | undefined)[] = draft.lines.length > 0 ? draft.lines : [undefined]
    return lines.map((line) => columns.map(([, read]) => read(draft, line)))
  })
  return buildCsv([columns.map(([title]) => title), ...rows])
}
