import type { ChartUser, FhirBase } from './chart-server.ts'

type AppBarProps = {
  readonly users: readonly ChartUser[]
  readonly user: ChartUser
  readonly base: FhirBase
  readonly onUser: (id: string) => void
  readonly onBase: (base: FhirBase) => void
}

export function AppBar({ users, user, base, onUser, onBase }: AppBarProps) {
  return (
    <header className="app-bar">
      <h1>
        <span className="app-mark" aria-hidden="true">
          +
        </span>
        Riverbend
      </h1>
      <span className="app-tag">Sandbox · synthetic patients</span>
      <label>
        Server
        <select value={base} onChange={(event) => onBase(event.target.value === 'charges' ? 'charges' : 'fhir')}>
          <option value="fhir">Full</option>
          <option value="charges">No Claim (ChargeItem)</option>
        </select>
      </label>
      <label>
        Signed in as
        <select value={user.id} onChange={(event) => onUser(event.target.value)}>
          {users.map(({ id, name, role }) => (
            <option key={id} value={id}>
              {role === 'provider' ? name : `${name} (${role})`}
            </option>
          ))}
        </select>
      </label>
    </header>
  )
}
