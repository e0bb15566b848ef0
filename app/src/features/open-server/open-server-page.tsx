/** For a public server without sign-in: choose the server, a patient, an encounter. Sandbox profile only. */
import { type FormEvent, useState } from 'react'
import type { TenantConfiguration } from '#coding/contract/tenant.ts'
import type { OpenServerChoice } from '../../ehr/connect.ts'
import type { OpenServerDirectory, PatientChoice } from '../../ehr/open-server-directory.ts'
import type { EncounterChoice } from '../../ehr/session-types.ts'
import { formatDay } from '../../ui/format-date.ts'
import { walkByArrows } from '../../ui/handle-keys.ts'

type Props = {
  readonly servers: readonly TenantConfiguration[]
  readonly openDirectory: (tenant: TenantConfiguration) => OpenServerDirectory
  readonly describeProblem: (error: unknown) => string
  readonly onSelect: (choice: OpenServerChoice) => void
}

type Step =
  | { readonly kind: 'server' }
  | { readonly kind: 'patient'; readonly tenant: TenantConfiguration; readonly patients: readonly PatientChoice[] }
  | {
      readonly kind: 'encounter'
      readonly tenant: TenantConfiguration
      readonly patient: PatientChoice
      readonly encounters: readonly EncounterChoice[]
    }

export function OpenServerPage({ servers, openDirectory, describeProblem, onSelect }: Props) {
  const [step, setStep] = useState<Step>({ kind: 'server' })
  const [query, setQuery] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  const goTo = async (load: () => Promise<Step>) => {
    setBusy(true)
    setProblem(undefined)
    try {
      setStep(await load())
    } catch (error) {
      setProblem(describeProblem(error))
    } finally {
      setBusy(false)
    }
  }
  const findPatients = (tenant: TenantConfiguration, name: string) =>
    goTo(async () => ({ kind: 'patient', tenant, patients: await openDirectory(tenant).findPatients(name) }))
  const findEncounters = (tenant: TenantConfiguration, patient: PatientChoice) =>
    goTo(async () => {
      const encounters = await openDirectory(tenant).findEncounters(patient.id)
      return { kind: 'encounter', tenant, patient, encounters }
    })
  const search = (event: FormEvent) => {
    event.preventDefault()
    if (step.kind === 'patient') void findPatients(step.tenant, query)
  }

  return (
    <main aria-label="Connect to a FHIR server" className="page stack">
      <h1>Connect to a FHIR server</h1>
      <p className="soft">For trying Postil out. These servers ask for no sign-in: use synthetic patients only.</p>
      {step.kind === 'server' && (
        <Choices
          label="Servers"
          empty="No open server is configured here. Open Postil from a chart instead."
          items={servers.map((tenant) => ({
            key: tenant.tenant,
            title: tenant.name,
            detail: tenant.issuer,
            choose: () => void findPatients(tenant, ''),
          }))}
        />
      )}
      {step.kind === 'patient' && (
        <>
          <form className="row" onSubmit={search}>
            <label className="grow">
              <span>Patient’s name on {step.tenant.name}</span>
              <input className="field" type="search" value={query} onChange={(event) => setQuery(event.target.value)} />
            </label>
            <button type="submit" className="button">
              Search
            </button>
          </form>
          <Choices
            label="Patients"
            empty="No patient found."
            items={step.patients.map((patient) => ({
              key: patient.id,
              title: patient.banner.name,
              detail: [
                patient.banner.sex,
                patient.banner.birthDate === undefined ? '' : `born ${formatDay(patient.banner.birthDate)}`,
              ]
                .filter((part) => part !== '')
                .join(' · '),
              choose: () => void findEncounters(step.tenant, patient),
            }))}
          />
          <Back onClick={() => setStep({ kind: 'server' })}>Other server</Back>
        </>
      )}
      {step.kind === 'encounter' && (
        <>
          <p>
            <bdi>{step.patient.banner.name}</bdi>
          </p>
          <Choices
            label="Encounters"
            empty="This patient has no encounter on the server."
            items={step.encounters.map(({ id, label, date }) => ({
              key: id,
              title: label,
              detail: date === undefined ? '' : formatDay(date),
              choose: () => onSelect({ tenant: step.tenant, patientId: step.patient.id, encounterId: id }),
            }))}
          />
          <Back onClick={() => void findPatients(step.tenant, query)}>Other patient</Back>
        </>
      )}
      <p role="status" className={problem === undefined ? 'soft' : 'caution'}>
        {isBusy ? 'Asking the server.' : problem}
      </p>
    </main>
  )
}

type Choice = {
  readonly key: string
  readonly title: string
  readonly detail: string
  readonly choose: () => void
}

type ChoicesProps = { readonly label: string; readonly empty: string; readonly items: readonly Choice[] }

function Choices({ label, empty, items }: ChoicesProps) {
  if (items.length === 0) return <p>{empty}</p>
  return (
    <ul aria-label={label} className="stack" onKeyDown={walkByArrows}>
      {items.map(({ key, title, detail, choose }) => (
        <li key={key}>
          <button type="button" className="choice wide" onClick={choose}>
            <bdi>{title}</bdi>
            <span className="soft numeric">{detail}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function Back({ onClick, children }: { readonly onClick: () => void; readonly children: string }) {
  return (
    <p>
      <button type="button" className="link" onClick={onClick}>
        {children}
      </button>
    </p>
  )
}
