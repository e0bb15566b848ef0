/** Takes a filed draft back. Nothing is deleted: the EHR keeps what was there and that it was withdrawn. */
import type { ChargeItem, Claim, Task } from '@medplum/fhirtypes'

type WithdrawalReason = 'withdrawn' | 'filed-in-error'

/** @param remote as it was written or as the EHR holds it; nothing changes but the status. */
export function buildWithdrawal(
  remote: Claim | ChargeItem | Task,
  reason: WithdrawalReason,
): Claim | ChargeItem | Task {
  const isError = reason === 'filed-in-error'
  switch (remote.resourceType) {
    case 'Claim':
      return { ...remote, status: isError ? 'entered-in-error' : 'cancelled' }
    case 'ChargeItem':
      return { ...remote, status: isError ? 'entered-in-error' : 'aborted' }
    case 'Task':
      return { ...remote, status: isError ? 'entered-in-error' : 'cancelled' }
  }
}
