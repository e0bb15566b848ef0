import type { EncounterReading } from '../../ehr/session-types.ts'
import './chart.css'
import { formatDay } from '../../ui/format-date.ts'

/** Whose chart this is. Hidden only when the EHR says that it shows a banner itself (SMART App Launch 2.2, 7.1.6). */
export function PatientBanner({ reading }: { readonly reading: EncounterReading }) {
  const { banner, encounter, showBanner } = reading
  const facts = [
    banner.birthDate === undefined ? undefined : `born ${formatDay(banner.birthDate)}`,
    banner.sex,
    banner.recordNumber === undefined ? undefined : `MRN ${banner.recordNumber}`,
  ].filter((fact) => fact !== undefined)
  return (
    <div className="banner">
      {/* On paper it always stands: a sheet has no chart around it. */}
      <div className={showBanner ? undefined : 'print-only'}>
        <h1>
          <bdi>{banner.name}</bdi>
        </h1>
        <p className="soft numeric">{facts.join(' · ')}</p>
      </div>
      <p className="soft numeric">
        <bdi>{encounter.label}</bdi>
        {encounter.date !== undefined && ` · ${formatDay(encounter.date)}`}
      </p>
    </div>
  )
}
