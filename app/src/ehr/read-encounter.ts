/** One encounter in one consistent state. Polled: notes each time, the rest of the chart once a minute. */

import { parseDateOnly } from '#coding/domain/date-only.ts'
import { mapClaimContext } from '#fhir-mappers/claim-context.ts'
import { findPrimaryCoverage, mapCoverage } from '#fhir-mappers/coverage.ts'
import { findDay } from '#fhir-mappers/date-time.ts'
import { findBilledBy, findPlaceOfService } from '#fhir-mappers/encounter.ts'
import { mapEncounterRecord } from '#fhir-mappers/encounter-record.ts'
import type { MappingProblem } from '#fhir-mappers/mapping-problem.ts'
import { mapMaskSeeds } from '#fhir-mappers/mask-seeds.ts'
import { classifyResource } from '#fhir-mappers/sensitivity.ts'
import { mapFiling, mapStay } from '#fhir-mappers/stay.ts'
import type { BrowserEnvironment } from './browser-environment.ts'
import { readChartPart } from './chart-part.ts'
import { buildNoteQueries } from './chart-queries.ts'
import { type LaunchContext, readVerifiedEncounter } from './context-integrity.ts'
import type { EhrSession } from './ehr-session.ts'
import type { FhirServer } from './fhir-server.ts'
import { type Chart, readChart } from './read-chart.ts'
import { type NoteCache, readNotes } from './read-notes.ts'
import type { EhrConnection, EncounterReading } from './session-types.ts'

export type EncounterReaderOptions = {
  readonly server: FhirServer
  readonly session: EhrSession
  readonly context: LaunchContext
  readonly browser: Pick<BrowserEnvironment, 'now' | 'timeZone'>
}

const CHART_LIFETIME_MS = 60_000

/** @returns a function that answers with the same object as before while nothing has changed. */
export function createEncounterReader(options: EncounterReaderOptions): EhrConnection['readEncounter'] {
  const { server, session, context, browser } = options
  const cache: NoteCache = new Map()
  let chart: { readonly value: Chart; readonly at: number; readonly encounter: string } | undefined
  let last: { readonly reading: EncounterReading; readonly digest: string } | undefined

  async function readFreshChart(
    verified: Awaited<ReturnType<typeof readVerifiedEncounter>>,
    signal?: AbortSignal,
  ): Promise<Chart> {
    const encounter = JSON.stringify(verified.resource)
    const isFresh = chart?.encounter === encounter && browser.now() - chart.at < CHART_LIFETIME_MS
    if (chart && isFresh) return chart.value
    const value = await readChart({
      server,
      scopes: session.scopes,
      context,
      encounter: verified.encounter,
      timeZone: browser.timeZone,
      signal,
    })
    chart = { value, at: browser.now(), encounter }
    return value
  }

  return async (signal, chosen) => {
    // First and alone: nothing else is asked for before the encounter is known to be this patient's.
    const verified = await readVerifiedEncounter(server, context, signal)
    const { encounter } = verified
    const billedBy = findBilledBy(encounter, session.tenant.facilityBilling, chosen?.billedBy)
    const start = findDay(encounter.period.start, browser.timeZone)
    const [value, found] = await Promise.all([
      readFreshChart(verified, signal),
      readChartPart({ server, scopes: session.scopes }, buildNoteQueries(context, { start }), signal),
    ])
    const notes = await readNotes(found.resources, {
      server,
      patientId: context.patientId,
      scope: { encounterId: context.encounterId, period: encounter.period },
      policy: session.tenant.sensitivity,
      cache,
      signal,
    })
    const { record, problems, visitDays } = mapEncounterRecord({
      tenant: session.tenant.tenant,
      ...context,
      encounter: verified.resource,
      patient: value.patientResource,
      conditions: value.conditions,
      procedures: value.procedures,
      observations: value.observations,
      medicationRequests: value.medicationRequests,
      coverages: value.coverages,
      notes: notes.notes,
      sensitivity: session.tenant.sensitivity,
      facility: billedBy === 'facility',
      performer: value.recordPerformer,
      today: findToday(browser),
      day: chosen?.day,
      timeZone: browser.timeZone,
    })
    const coverages = value.coverages.map(mapCoverage).flatMap((mapped) => (mapped.ok ? [mapped.value] : []))
    const coverage = findPrimaryCoverage(coverages, record.dateOfService)
    const stay = mapStay(verified.resource, record.setting, browser.timeZone)
    const placeOfService = findPlaceOfService(encounter.encounterClass)
    const reading: EncounterReading = {
      record,
      banner: value.patient.banner,
      showBanner: session.showBanner,
      encounter: { id: encounter.id, date: record.dateOfService, label: encounter.label },
      withheld: { byPolicy: notes.withheld, unreadable: notes.unreadable },
      ...(notes.unread.length > 0 && { unread: notes.unread }),
      ...(value.performer && { performer: value.performer }),
      ...(value.billingProvider && { billingProvider: value.billingProvider }),
      ...(coverage && { coverage: { reference: coverage.reference } }),
      claimContext: mapClaimContext({
        patient: value.patientResource,
        coverages: value.coverages,
        ...(coverage && { coverageReference: coverage.reference }),
      }),
      ...(placeOfService && { placeOfService }),
      ...(visitDays && { visitDays }),
      ...(stay && { stay }),
      filing: mapFiling(encounter),
      maskSeeds: mapMaskSeeds({
        patient: value.patientResource,
        encounter: verified.resource,
        coverages: value.coverages,
        relatedPersons: value.relatedPersons,
        practitioners: value.providers,
        // Who wrote what is withheld would tell of it.
        resources: [
          ...value.conditions,
          ...value.procedures,
          ...value.observations,
          ...value.medicationRequests,
          ...found.resources,
        ].filter((resource) => classifyResource(resource, session.tenant.sensitivity) !== 'withhold'),
      }),
      gaps: [...value.gaps, ...found.gaps, ...notes.gaps, ...describeProblems(problems)],
    }
    const digest = JSON.stringify(reading)
    if (last?.digest !== digest) last = { reading, digest }
    return last.reading
  }
}

function findToday({ now, timeZone }: Pick<BrowserEnvironment, 'now' | 'timeZone'>) {
  const instant = new Date(now()).toISOString()
  return findDay(instant, timeZone) ?? parseDateOnly(instant.slice(0, 10))
}

/** What the person should know of; the rest (other encounters, entered in error) is as it should be. */
function describeProblems(problems: readonly MappingProblem[]): readonly string[] {
  const count = (code: MappingProblem['code']) => problems.filter((problem) => problem.code === code).length
  return [
    ...(count('withheld') > 0 ? [`Chart: ${count('withheld')} entries not read (sensitivity policy)`] : []),
    ...(count('redacted') > 0 ? ['Chart: the EHR withholds some records'] : []),
    ...(count('too-many') > 0 ? ['Chart: more entries than Postil reads; the oldest were left out'] : []),
    ...(count('no-date') > 0 ? ['Encounter: the EHR gives no date of service; today is used'] : []),
  ]
}
