/** To whom an encounter goes: one of the coders whom the site knows, found by name, or somebody by the EHR's reference. */
import { useId, useState } from 'react'
import type { QueueCoder } from '#coding/contract/queue.ts'
import { takeFocus } from './take-focus.ts'

/** As many as fit beside an encounter; a few letters find the others. */
const MOST_SHOWN = 8

type Props = {
  readonly readCoders: () => Promise<readonly QueueCoder[]>
  /** Nobody gives to themselves. */
  readonly me: string
  readonly onGive: (to: string) => void
}

type State =
  | { readonly kind: 'closed'; readonly wasOpen: boolean }
  | { readonly kind: 'reading' | 'failed' }
  | { readonly kind: 'read'; readonly coders: readonly QueueCoder[] }

export function GiveAway({ readCoders, me, onGive }: Props) {
  const [state, setState] = useState<State>({ kind: 'closed', wasOpen: false })
  const open = async () => {
    setState({ kind: 'reading' })
    try {
      const coders = await readCoders()
      setState({ kind: 'read', coders: coders.filter(({ id }) => id !== me) })
    } catch {
      setState({ kind: 'failed' })
    }
  }
  const close = () => setState({ kind: 'closed', wasOpen: true })
  const give = (to: string) => {
    close()
    onGive(to)
  }
  if (state.kind === 'closed') {
    return (
      <button type="button" className="button" ref={state.wasOpen ? takeFocus : undefined} onClick={() => void open()}>
        Give to another coder
      </button>
    )
  }
  return (
    <fieldset
      className="reasons"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close()
      }}
    >
      <legend className="soft">Give to</legend>
      <div role="status" className="soft">
        {state.kind === 'reading' && 'Reading who codes here.'}
        {state.kind === 'failed' && 'Who codes here could not be read. Name the person as the EHR does.'}
      </div>
      {state.kind === 'read' && <CoderChoice coders={state.coders} onGive={give} />}
      {state.kind !== 'reading' && <OtherPerson isOnly={state.kind === 'failed'} onGive={give} />}
      <button type="button" className="link" onClick={close}>
        Leave it as it is
      </button>
    </fieldset>
  )
}

type ChoiceProps = { readonly coders: readonly QueueCoder[]; readonly onGive: Props['onGive'] }

export function CoderChoice({ coders, onGive }: ChoiceProps) {
  const [words, setWords] = useState('')
  const id = useId()
  const found = findCoders(coders, words)
  const more = found.length - MOST_SHOWN
  if (coders.length === 0) return <p className="soft">Nobody else has opened Postil as a coder in the last 90 days.</p>
  return (
    <>
      <label>
        <span className="soft">Search</span>{' '}
        <input
          type="search"
          className="field"
          ref={takeFocus}
          value={words}
          maxLength={100}
          aria-controls={id}
          onChange={(event) => setWords(event.target.value)}
        />
      </label>
      <ul id={id} aria-label="Coders">
        {found.slice(0, MOST_SHOWN).map((coder) => (
          <li key={coder.id}>
            <button type="button" className="choice" onClick={() => onGive(coder.person)}>
              {coder.name ?? shorten(coder.person)}
              {coder.name !== undefined && <span className="soft"> {shorten(coder.person)}</span>}
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="soft">
        {found.length === 0 && 'Nobody is called so.'}
        {more > 0 && `${more} more: type a few letters of the name.`}
      </p>
    </>
  )
}

/** Every word that was typed stands somewhere in the name or the reference. */
export function findCoders(coders: readonly QueueCoder[], words: string): readonly QueueCoder[] {
  const sought = words.toLowerCase().split(/\s+/)
  return coders.filter(({ name = '', person }) => {
    const text = `${name} ${shorten(person)}`.toLowerCase()
    return sought.every((word) => text.includes(word))
  })
}

/** Without the address of the EHR, which is the same for all. */
function shorten(person: string): string {
  return person.split('/').slice(-2).join('/')
}

function OtherPerson({ isOnly, onGive }: { readonly isOnly: boolean; readonly onGive: Props['onGive'] }) {
  const [to, setTo] = useState('')
  return (
    <details open={isOnly}>
      <summary>Somebody who is not listed</summary>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault()
          if (to.trim() !== '') onGive(to.trim())
        }}
      >
        <label>
          <span className="soft">The EHR’s reference</span>{' '}
          <input
            className="field"
            placeholder="Practitioner/…"
            value={to}
            maxLength={200}
            onChange={(event) => setTo(event.target.value)}
          />
        </label>
        <button type="submit" className="button">
          Give
        </button>
      </form>
    </details>
  )
}
