/** What a coder changes on the EHR's copy of a draft: to show that a person's edit wins over the sidebar's. */
import type { ChargeItem, Claim } from '@medplum/fhirtypes'
import type { Stored } from './fhir-client.ts'

export const PRIORITIES = ['normal', 'stat', 'deferred'] as const
export type Priority = (typeof PRIORITIES)[number]

export type CoderEdit = { readonly priority: Priority; readonly comment: string }

export function findPriority(claim: Claim): Priority {
  const code = claim.priority.coding?.[0]?.code
  return PRIORITIES.find((priority) => priority === code) ?? 'normal'
}

/** A Claim of R4 has no note, so the comment stands with the other supporting information. */
export function editClaim(claim: Stored<Claim>, { priority, comment }: CoderEdit): Stored<Claim> {
  const supportingInfo = claim.supportingInfo ?? []
  const sequence = Math.max(0, ...supportingInfo.map((info) => info.sequence)) + 1
  return {
    ...claim,
    priority: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/processpriority', code: priority }] },
    ...(comment !== '' && {
      supportingInfo: [
        ...supportingInfo,
        {
          sequence,
          category: {
            coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claiminformationcategory', code: 'info' }],
          },
          valueString: comment,
        },
      ],
    }),
  }
}

export function editChargeItem(item: Stored<ChargeItem>, { comment }: CoderEdit): Stored<ChargeItem> {
  return comment === '' ? item : { ...item, note: [...(item.note ?? []), { text: comment }] }
}
