import { useEffect, useRef, useState } from 'react'
import { filterPatientRows, type PatientRow } from './patient-row.ts'

type PatientListProps = {
  readonly rows: readonly PatientRow[]
  readonly selectedId: string | undefined
  readonly onSelect: (id: string) => void
}

export function PatientList({ rows, selectedId, onSelect }: PatientListProps) {
  const [query, setQuery] = useState('')
  const found = filterPatientRows(rows, query)
  const list = useRef<HTMLUListElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another patient was opened, perhaps by the page's address
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [selectedId])
  return (
    <nav className="patients" aria-label="Patient list">
      <div className="patient-search">
        <input
          type="search"
          aria-label="Search patients"
          placeholder="Search patients"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <p role="status">{query === '' ? `${rows.length} patients` : `${found.length} of ${rows.length} patients`}</p>
      </div>
      <ul aria-label="Patients" ref={list}>
        {found.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              className="patient-row"
              aria-current={row.id === selectedId ? 'true' : undefined}
              onClick={() => onSelect(row.id)}
            >
              <span className="patient-name">
                <bdi>{row.name}</bdi>
              </span>
              <span className="patient-time">
                {row.isOpen && <span className="open-dot" aria-hidden="true" />}
                {row.when}
              </span>
              <span className="patient-reason">{row.reason}</span>
              <span className="patient-age">{row.demographics}</span>
              {row.isOpen && <span className="visually-hidden">, visit in progress</span>}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
