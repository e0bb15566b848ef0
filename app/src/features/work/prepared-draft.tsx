import type { Evidence } from '#coding/domain/evidence.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import { Words } from '../../ui/words.tsx'

export type PreparedCode = {
  readonly fingerprint: Fingerprint
  readonly code: string
  readonly title: string | undefined
  readonly evidence: readonly Evidence[]
}

type Props = {
  /** `withdrawn`: laid out, but the accuracy audit does not prove such drafts any more. */
  readonly mark: 'review' | 'full-review' | 'withdrawn'
  /** How many codes were laid out when the notes were read. */
  readonly laidOut: number
  /** How many of them the notes still say. */
  readonly standing: number
  /** Of those, what nobody has decided about. */
  readonly codes: readonly PreparedCode[]
  readonly showInNote: (evidence: Evidence) => void
  readonly onAccept: (code: PreparedCode) => void
}

/**
 * For a coder: what software laid out, marked as such, each code with its words. A code is signed off by itself; there is
 * no button for several at once, because text that reads well lulls whoever looks it over.
 */
export function PreparedDraft({ mark, laidOut, standing, codes, showInNote, onAccept }: Props) {
  if (mark === 'full-review') {
    return <p className="notice">This visit was drawn for full review. Nothing was prepared; code it from the notes.</p>
  }
  if (mark === 'withdrawn') {
    return (
      <p className="notice">
        Software had prepared codes for this visit. They are not shown: the accuracy audit does not support such drafts
        at present. Code it from the notes.
      </p>
    )
  }
  return (
    <section aria-label="Prepared draft" className="notice stack">
      <p>
        <strong>Prepared by software, for your review.</strong> Read the words behind each code, and accept it or leave
        it. Nothing is filed by this.
      </p>
      {standing < laidOut && (
        <p className="caution">
          The notes have changed since: {standing === 0 ? 'none' : standing} of {laidOut} codes still{' '}
          {standing > 1 ? 'stand' : 'stands'}.{standing === 0 && ' Code this visit from its notes.'}
        </p>
      )}
      {standing === 0 ? undefined : codes.length === 0 ? (
        <p className="soft">Everything that was prepared is decided.</p>
      ) : (
        <ul className="stack">
          {codes.map((one) => (
            <li key={one.fingerprint}>
              <p>
                <span className="code-value numeric">{one.code}</span> {one.title}
              </p>
              <Words evidence={one.evidence} showInNote={showInNote} />
              <div className="row">
                <button type="button" className="button" onClick={() => onAccept(one)}>
                  Accept {one.code}
                </button>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
