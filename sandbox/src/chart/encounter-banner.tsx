import type { Encounter, Patient } from '@medplum/fhirtypes'
import { useCallback } from 'react'
import { useChart } from './chart-context.ts'
import { formatName, formatReference, getConceptText } from './concept-text.ts'
import type { Stored } from './fhir-client.ts'
import { formatDay, formatDayAndTime, formatTime } from './format-date.ts'
import { findRecordNumber, formatDemographics } from './patient-row.ts'
import { useLoaded } from './use-loaded.ts'

type EncounterBannerProps = {
  readonly patient: Stored<Patient>
  readonly encounter: Stored<Encounter>
  readonly encounters: readonly Stored<Encounter>[]
  readonly onEncounter: (id: string) => void
}

function useCoverageName(patientId: string): string {
  const { client } = useChart()
  const load = useCallback(
    () => client.search('Coverage', { beneficiary: `Patient/${patientId}` }),
    [client, patientId],
  )
  const { state } = useLoaded(load)
  if (state.kind !== 'loaded') return '…'
  return formatReference(state.value[0]?.payor[0]) || 'No coverage on file'
}

export function EncounterBanner({ patient, encounter, encounters, onEncounter }: EncounterBannerProps) {
  const coverage = useCoverageName(patient.id)
  const type = getConceptText(encounter.type?.[0])
  const isOpen = encounter.status === 'in-progress'
  const { start, end } = encounter.period ?? {}
  return (
    <header className="banner">
      <div className="banner-patient">
        <h2>
          <bdi>{formatName(patient.name?.[0])}</bdi>
        </h2>
        <dl>
          <dt className="visually-hidden">Age and sex</dt>
          <dd>{formatDemographics(patient, new Date())}</dd>
          <dt>Born</dt>
          <dd>{formatDay(patient.birthDate)}</dd>
          <dt>MRN</dt>
          <dd>{findRecordNumber(patient)}</dd>
          <dt>Coverage</dt>
          <dd>{coverage}</dd>
        </dl>
      </div>
      <div className="banner-visit">
        {encounters.length > 1 ? (
          <label>
            Visit
            <select value={encounter.id} onChange={(event) => onEncounter(event.target.value)}>
              {encounters.map((one) => (
                <option key={one.id} value={one.id}>
                  {getConceptText(one.type?.[0])}, {formatDayAndTime(one.period?.start)}
                </option>
              ))}
            </select>
          </label>
        ) : (
          <strong>{type}</strong>
        )}
        <span className={isOpen ? 'chip chip-open' : 'chip'}>{isOpen ? 'In progress' : 'Finished'}</span>
        <span>
          {formatDayAndTime(start)}
          {end !== undefined && ` – ${formatTime(end)}`}
        </span>
        <span>{formatReference(encounter.participant?.[0]?.individual)}</span>
        <span>{formatReference(encounter.location?.[0]?.location)}</span>
      </div>
    </header>
  )
}
