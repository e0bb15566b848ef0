type Props = {
  readonly mark: 'review' | 'full-review'
  /** How many codes were laid out when the notes were read. */
  readonly laidOut: number
  /** How many of them the notes still say. */
  readonly standing: number
  /** Of those, what nobody has decided about. */
  readonly codes: readonly string[]
  readonly onTake: () => void
}

/** For a coder: what software laid out, marked as such. It is on the draft only after the click, and filed after another. */
export function PreparedDraft({ mark, laidOut, standing, codes, onTake }: Props) {
  if (mark === 'full-review') {
    return <p className="notice">This visit was drawn for full review. Nothing was prepared; code it from the notes.</p>
  }
  return (
    <section aria-label="Prepared draft" className="notice stack">
      <p>
        <strong>Prepared by software, for your review.</strong> Look at the words behind each code before you take it
        over. Nothing is filed by this.
      </p>
      {standing < laidOut && (
        <p className="caution">
          The notes have changed since: {standing} of {laidOut} codes still stand.
        </p>
      )}
      {codes.length === 0 ? (
        <p className="soft">Everything that was prepared is decided.</p>
      ) : (
        <>
          <p>{codes.join(', ')}</p>
          <div className="row">
            <button type="button" className="button" onClick={onTake}>
              {codes.length === 1 ? 'Take over one code' : `Take over ${codes.length} codes`}
            </button>
          </div>
        </>
      )}
    </section>
  )
}
