/** A visit that is read blind: its notes straight from the EHR, and codes looked up in tables. No analysis is asked for. */
import { useEffect, useMemo, useState } from 'react'
import type { SecondCodingCase, SecondCodingStep } from '#coding/contract/accuracy.ts'
import { tryParseIcd10Code } from '#coding/domain/icd10-code.ts'
import { createCodeFinder } from './code-finder.ts'
import { describeProblem } from './describe-problem.ts'
import type { EhrPerson } from './ehr/connect.ts'
import { EhrError } from './ehr/errors.ts'
import type { EncounterReading } from './ehr/session-types.ts'
import { loadEmbeddedCodes } from './embedded-codes.ts'
import { PatientBanner } from './features/chart/patient-banner.tsx'
import { NoteView } from './features/notes/note-view.tsx'
import { createNotesStore } from './features/notes/notes-store.ts'
import { BlindForm } from './features/second-coding/blind-form.tsx'
import type { SecondCodingClient } from './features/second-coding/second-coding-client.ts'
import type { ProxySession } from './proxy/proxy-session.ts'
import type { SearchCodes } from './ui/code-field/code-suggestions.ts'
import { ErrorBoundary } from './ui/error-boundary.tsx'

type Props = {
  readonly one: SecondCodingCase
  readonly person: EhrPerson
  readonly session: ProxySession
  readonly client: SecondCodingClient
  readonly onLeave: () => void
}

type State =
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'read'; readonly reading: EncounterReading }

const HITS = 8

export function BlindVisit({ one, person, session, client, onLeave }: Props) {
  const [state, setState] = useState<State>({ kind: 'reading' })
  const [notes] = useState(createNotesStore)
  const codes = useMemo(
    () => createCodeFinder({ findSession: () => session, loadEmbedded: loadEmbeddedCodes }),
    [session],
  )
  useEffect(() => {
    let isGone = false
    readVisit(person, one).then(
      (reading) => isGone || setState({ kind: 'read', reading }),
      (error: unknown) => isGone || setState({ kind: 'failed', message: describeProblem(error) }),
    )
    return () => {
      isGone = true
    }
  }, [person, one])
  const step = async (taken: SecondCodingStep): Promise<string | undefined> => {
    try {
      await client.step(one.id, taken)
    } catch (error) {
      return describeProblem(error)
    }
    onLeave()
    return undefined
  }
  const search: SearchCodes = (query, signal) => codes.search({ query, on: one.serviceDate, limit: HITS }, signal)
  const findProblem = async (text: string): Promise<string | undefined> => {
    const code = tryParseIcd10Code(text)
    if (!code) return 'This is neither a diagnosis code nor a procedure code.'
    const found = await codes.lookUp(code, one.serviceDate)
    return found.ok ? undefined : found.problem.reason
  }
  const form = <BlindForm search={search} findProblem={findProblem} onStep={step} />
  switch (state.kind) {
    case 'reading':
      return (
        <p role="status" className="soft">
          Reading the notes.
        </p>
      )
    case 'failed':
      return (
        <div className="stack">
          <p role="alert">{state.message}</p>
          {form}
        </div>
      )
    case 'read':
      return (
        <>
          <PatientBanner reading={state.reading} />
          <div className="second-coding-visit">
            <ErrorBoundary part="The note">
              <NoteView notes={state.reading.record.notes} quoted={[]} view={notes} />
            </ErrorBoundary>
            {form}
          </div>
        </>
      )
  }
}

/** @throws EhrError where the EHR does not show the visit to this person. */
async function readVisit(person: EhrPerson, { place }: SecondCodingCase): Promise<EncounterReading> {
  if (!place) throw new EhrError('not-found')
  const result = await person.openEncounter(place)
  if (result.kind === 'connected') return result.connection.readEncounter()
  throw result.kind === 'failed' ? new EhrError(result.code, { message: result.message }) : new EhrError('not-found')
}
