/** One line of a draft as an item of the Claim. */
import type { ClaimItem, Money, Quantity } from '@medplum/fhirtypes'
import { getNet, getPrice } from '#coding/claims/claim-total.ts'
import { isVisitCode } from '#coding/claims/visit-levels.ts'
import type { DraftClaim, DraftLine, LinePrice } from '#coding/domain/draft-claim.ts'
import type { LineDrug } from '#coding/domain/filing-facts.ts'
import { buildElementLabels } from './ai-label.ts'
import { buildConcept } from './claim-supporting-info.ts'
import { buildModifierConcept, buildProcedureConcept } from './draft-concepts.ts'
import { NDC, PLACE_OF_SERVICE, REVENUE_CODE, UCUM } from './systems.ts'

export function buildItem(draft: DraftClaim, line: DraftLine, index: number): ClaimItem {
  const notes = draft.supportingNotes.map((_, note) => note + 1)
  // The minutes stand behind a visit level, not behind what else was done.
  const isTimed = draft.totalMinutes !== undefined && isVisitCode(line.code.code)
  const information = isTimed ? [...notes, notes.length + 1] : notes
  const code = buildProcedureConcept(line)
  return {
    ...buildElementLabels(line),
    sequence: index + 1,
    ...(draft.performer && { careTeamSequence: [1] }),
    ...(line.diagnosisPointers.length > 0 && { diagnosisSequence: [...line.diagnosisPointers] }),
    ...(information.length > 0 && { informationSequence: information }),
    // Institutional payers ask for it; what it is follows from the site's charge master and nothing else.
    ...(draft.kind === 'institutional' &&
      line.revenueCode !== undefined && { revenue: buildConcept(REVENUE_CODE, line.revenueCode) }),
    productOrService: line.description === undefined ? code : { ...code, text: line.description },
    ...(line.modifiers.length > 0 && { modifier: line.modifiers.map(buildModifierConcept) }),
    servicedDate: line.date,
    ...(line.placeOfService !== undefined && {
      locationCodeableConcept: buildConcept(PLACE_OF_SERVICE, line.placeOfService),
    }),
    quantity: buildQuantity(line),
    ...buildPrice(line),
    encounter: [{ reference: `Encounter/${draft.encounterId}` }],
    ...(line.drug && {
      detail: [{ sequence: 1, productOrService: buildConcept(NDC, line.drug.ndc), quantity: buildAmount(line.drug) }],
    }),
  }
}

function buildPrice(line: DraftLine): Pick<ClaimItem, 'unitPrice' | 'net'> {
  const price = getPrice(line)
  return price === undefined ? {} : { unitPrice: buildMoney(price), net: buildMoney(getNet(line, price)) }
}

export function buildMoney({ cents, currency }: LinePrice): Money {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table holds three letters, the type lists ISO 4217
  return { value: cents / 100, currency: currency as NonNullable<Money['currency']> }
}

/** Anesthesia is counted in minutes (SV103 MJ), all else in units. */
function buildQuantity({ minutes, units }: DraftLine): Quantity {
  return minutes === undefined ? { value: units } : { value: minutes, unit: 'min', system: UCUM, code: 'min' }
}

// X12 data element 355 as CTP05 uses it, with the UCUM unit where there is one: F2 counts international units.
const DRUG_UNITS: Readonly<Record<LineDrug['unit'], string>> = { UN: '{unit}', ML: 'mL', GR: 'g', ME: 'mg', F2: '[iU]' }

function buildAmount({ amount, unit }: LineDrug): Quantity {
  return { value: amount, unit, system: UCUM, code: DRUG_UNITS[unit] }
}
