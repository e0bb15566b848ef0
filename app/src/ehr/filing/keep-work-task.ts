/** Brings the Task of a list's item up to date, one after the other; fetched only where the site wants Tasks. */

import type { EhrSession } from '../ehr-session.ts'
import type { WorkTaskLedger, WorkTaskParts, WorkTaskPlace, WorkTaskProblem } from './work-task-writer.ts'
import { createWriteAbilities, type WriteAbilities } from './write-abilities.ts'

export type KeepWorkTask = (place: WorkTaskPlace, ledger: WorkTaskLedger) => Promise<WorkTaskProblem>

export function createWorkTaskKeeper(
  parts: WorkTaskParts & { readonly session: EhrSession },
  abilities: WriteAbilities = createWriteAbilities(parts.server, parts.session),
): KeepWorkTask {
  let last: Promise<unknown> = Promise.resolve()
  return (place, ledger) => {
    if (parts.session.tenant.workTasks !== true) return Promise.resolve(undefined)
    const written = last.then(async () => {
      const { createWorkTaskWriter } = await import('./work-task-writer.ts')
      return createWorkTaskWriter(parts, abilities).keep(place, ledger)
    })
    last = written.catch(() => undefined)
    return written
  }
}
