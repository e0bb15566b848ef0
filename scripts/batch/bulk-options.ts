// What a person asks of an export, and what they hear of it.
import { ConfigError } from '#proxy/errors.ts'
import type { BulkEvent, BulkQuestion } from '#proxy/jobs/bulk-source.ts'

type Asked = {
  readonly population: string
  readonly since: string | undefined
  readonly statuses: BulkQuestion['statuses']
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** @throws ConfigError */
export function readBulkQuestion({ population, since, statuses }: Asked): BulkQuestion {
  if (population !== 'patients' && !/^Group\/[A-Za-z0-9.-]{1,64}$/.test(population)) {
    throw new ConfigError('--export', 'must be patients, or a group as in Group/knee-clinic.')
  }
  if (since !== undefined && !(INSTANT.test(since) && Number.isFinite(Date.parse(since)))) {
    throw new ConfigError('--since', 'must be an instant, as in 2026-03-02T10:00:00Z.')
  }
  return {
    population: population === 'patients' ? 'Patient' : population,
    statuses,
    ...(since !== undefined && { since }),
  }
}

export function describeBulkEvent(event: BulkEvent): string {
  switch (event.kind) {
    case 'resumed':
      return `Goes on with the export of ${event.begunAt}, of which ${event.lines} lines were read.`
    case 'begun-anew':
      return 'The export of an earlier run is gone or older than a day; another is begun.'
    case 'preparing':
      return `The EHR prepares the export${event.progress === '' ? '' : `: ${event.progress}`}.`
    case 'reconnected':
      return `The connection broke; goes on at line ${event.line + 1} of file ${event.file + 1}.`
    case 'read':
      return [
        `${event.documents} documents exported. For what changes after this: --since ${event.transactionTime}`,
        ...(event.unreadable > 0
          ? [`${event.unreadable} lines are no JSON and were left out. Report it to the administrator of the EHR.`]
          : []),
        ...(event.problems > 0
          ? [`The EHR reports ${event.problems} problems of its own. What it could not export is not in this batch.`]
          : []),
      ].join('\n')
  }
}
