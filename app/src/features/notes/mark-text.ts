/** Cuts a note into plain and marked pieces for display. */

export type Span = { readonly start: number; readonly end: number }
export type Piece = { readonly text: string; readonly start: number; readonly mark: 'none' | 'other' | 'sought' }

/**
 * @param others may overlap each other and the sought words, which always stay in one piece.
 * @returns pieces whose texts, put together, are the note.
 */
export function markText(text: string, sought: Span | undefined, others: readonly Span[]): readonly Piece[] {
  const isInside = (span: Span | undefined, at: number) => span !== undefined && at >= span.start && at < span.end
  const isCut = (at: number) => !(sought && at > sought.start && at < sought.end)
  const edges = others.flatMap(({ start, end }) => [start, end]).filter(isCut)
  const cuts = [0, ...(sought ? [sought.start, sought.end] : []), ...edges]
    .filter((at) => at >= 0 && at < text.length)
    .toSorted((a, b) => a - b)
  const starts = [...new Set(cuts)]
  return starts.map((start, index) => {
    const mark = isInside(sought, start) ? 'sought' : others.some((span) => isInside(span, start)) ? 'other' : 'none'
    return { text: text.slice(start, starts[index + 1] ?? text.length), start, mark }
  })
}
