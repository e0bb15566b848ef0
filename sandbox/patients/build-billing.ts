/** What was billed before the visit that is open: active claims and billed charges of the hospital's own billing system. */
import type { ChargeItem, Claim } from '@medplum/fhirtypes'
import {
  CARE_TEAM_ROLE,
  CLAIM_TYPE,
  CPT,
  PARTICIPANT_TYPE,
  POSTIL_BASE,
  PROCESS_PRIORITY,
} from '#fhir-mappers/systems.ts'
import type { Calendar } from './calendar.ts'
import type { BilledEntry, Chart } from './chart.ts'
import { ORGANIZATION_ID } from './staff.ts'

const BILLING_NUMBER = `${POSTIL_BASE}/sandbox-billing-number`

export function buildBilled(chart: Chart, calendar: Calendar): (Claim | ChargeItem)[] {
  return (chart.billed ?? []).map((entry, index) => {
    const id = `billed-${chart.slug}-${index + 1}`
    return entry.as === 'claim'
      ? buildClaim(chart, { id, entry, calendar })
      : buildCharge(chart, { id, entry, calendar })
  })
}

type Billed = { readonly id: string; readonly entry: BilledEntry; readonly calendar: Calendar }

function buildClaim({ slug, payer }: Chart, { id, entry, calendar }: Billed): Claim {
  const date = calendar.date(entry.daysAgo)
  return {
    resourceType: 'Claim',
    id,
    identifier: [{ system: BILLING_NUMBER, value: id }],
    status: 'active',
    type: { coding: [{ system: CLAIM_TYPE, code: 'professional' }] },
    use: 'claim',
    patient: { reference: `Patient/pat-${slug}` },
    billablePeriod: { start: date, end: date },
    created: calendar.dateTime(entry.daysAgo - 1, '09:00'),
    provider: { reference: `Organization/${ORGANIZATION_ID}` },
    priority: { coding: [{ system: PROCESS_PRIORITY, code: 'normal' }] },
    careTeam: [
      {
        sequence: 1,
        provider: { reference: `Practitioner/${entry.by}` },
        role: { coding: [{ system: CARE_TEAM_ROLE, code: 'primary' }] },
      },
    ],
    insurance: [
      {
        sequence: 1,
        focal: true,
        coverage: payer === 'none' ? { display: 'Self-pay' } : { reference: `Coverage/cov-${slug}` },
      },
    ],
    item: [
      {
        sequence: 1,
        careTeamSequence: [1],
        productOrService: { coding: [{ system: CPT, code: entry.cpt }] },
        servicedDate: date,
        quantity: { value: 1 },
      },
    ],
  }
}

function buildCharge({ slug }: Chart, { id, entry, calendar }: Billed): ChargeItem {
  return {
    resourceType: 'ChargeItem',
    id,
    identifier: [{ system: BILLING_NUMBER, value: id }],
    status: 'billed',
    code: { coding: [{ system: CPT, code: entry.cpt }] },
    subject: { reference: `Patient/pat-${slug}` },
    occurrenceDateTime: calendar.date(entry.daysAgo),
    performer: [
      {
        function: { coding: [{ system: PARTICIPANT_TYPE, code: 'PPRF' }] },
        actor: { reference: `Practitioner/${entry.by}` },
      },
    ],
    quantity: { value: 1 },
  }
}
