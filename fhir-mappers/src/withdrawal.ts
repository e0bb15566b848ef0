/** Takes a filed draft back. Nothing is deleted: the EHR keeps what was there and that it was withdrawn. */
import type { ChargeItem, Claim, Task } from '@medplum/fhirtypes'

export type WithdrawalReason = 'withdrawn' | 'wrong-patient'

/** @param remote as the EHR holds it now, so that the update changes nothing but the status. */
export function buildWithdrawal(
  remote: Claim | ChargeItem | Task,
  reason: WithdrawalReason,
): Claim | ChargeItem | Task {
  const isError = reason === 'wrong-patient'
  switch (remote.resourceType) {
    case 'Claim':
      return { ...remote, status: isError ? 'entered-in-error' : 'cancelled' }
    case 'ChargeItem':
      return { ...remote, status: isError ? 'entered-in-error' : 'aborted' }
    case 'Task':
      return { ...remote, status: isError ? 'entered-in-error' : 'cancelled' }
  }
}
