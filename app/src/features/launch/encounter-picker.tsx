import type { EncounterId } from '#coding/domain/ids.ts'
import type { EncounterChoice } from '../../ehr/session-types.ts'
import { formatDay } from '../../ui/format-date.ts'
import { walkByArrows } from '../../ui/handle-keys.ts'

type Props = { readonly choices: readonly EncounterChoice[]; readonly choose: (id: EncounterId) => void }

/** The launch brought a patient but no encounter; a guess would put codes on the wrong visit. */
export function EncounterPicker({ choices, choose }: Props) {
  return (
    <main aria-label="Choose the encounter" className="page stack">
      <h1>Which encounter?</h1>
      {choices.length === 0 && <p>This patient has no encounter that Postil may read. Open one in the chart first.</p>}
      <ul className="stack" onKeyDown={walkByArrows}>
        {choices.map(({ id, date, label }) => (
          <li key={id}>
            <button type="button" className="choice wide" onClick={() => choose(id)}>
              <bdi>{label}</bdi>
              {date !== undefined && <span className="soft numeric"> {formatDay(date)}</span>}
            </button>
          </li>
        ))}
      </ul>
    </main>
  )
}
