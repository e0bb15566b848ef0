/** Exact ways between an original and its masked text: pieces that are the same on both sides, and pieces that are not. */
import { MaskingError } from './errors.ts'
import type { MaskKind, ReplacedSpan, Span } from './masked-notes.ts'

export type SpanMap = {
  readonly text: string
  readonly replaced: readonly ReplacedSpan[]
  readonly toOriginal: (span: Span) => Span | undefined
  readonly toMasked: (span: Span) => Span | undefined
}

/** @param pieces in order, without overlap. @throws MaskingError `map-broken` */
export function buildSpanMap(
  original: string,
  pieces: readonly (Span & { readonly kind: MaskKind; readonly by: string })[],
): SpanMap {
  const replaced: ReplacedSpan[] = []
  let text = ''
  let at = 0
  for (const { start, end, kind, by } of pieces) {
    if (start < at || end <= start || end > original.length || by === '') throw new MaskingError('map-broken')
    text += original.slice(at, start)
    replaced.push({ kind, original: { start, end }, masked: { start: text.length, end: text.length + by.length } })
    text += by
    at = end
  }
  text += original.slice(at)
  checkMap({ original, text, replaced })
  return {
    text,
    replaced,
    toOriginal: (span) => lead(span, { replaced, from: 'masked', to: 'original', length: text.length }),
    toMasked: (span) => lead(span, { replaced, from: 'original', to: 'masked', length: original.length }),
  }
}

/** What was not replaced is the same on both sides, letter for letter. */
function checkMap({
  original,
  text,
  replaced,
}: {
  original: string
  text: string
  replaced: readonly ReplacedSpan[]
}): void {
  let [here, there] = [0, 0]
  for (const piece of replaced) {
    if (original.slice(here, piece.original.start) !== text.slice(there, piece.masked.start))
      throw new MaskingError('map-broken')
    here = piece.original.end
    there = piece.masked.end
  }
  if (original.slice(here) !== text.slice(there)) throw new MaskingError('map-broken')
}

type Way = {
  readonly replaced: readonly ReplacedSpan[]
  readonly from: 'original' | 'masked'
  readonly to: 'original' | 'masked'
  readonly length: number
}

/** A span that cuts a replaced piece takes all of it. An empty one inside of a piece stands before it. */
function lead({ start, end }: Span, way: Way): Span | undefined {
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > way.length)
    return undefined
  const first = leadPoint(start, way, 'start')
  return { start: first, end: end === start ? first : leadPoint(end, way, 'end') }
}

function leadPoint(at: number, { replaced, from, to }: Way, side: keyof Span): number {
  let [low, high] = [0, replaced.length]
  // The number of pieces that begin before the place.
  while (low < high) {
    const middle = (low + high) >>> 1
    const piece = replaced[middle]
    if (piece && (side === 'start' ? piece[from].start <= at : piece[from].start < at)) low = middle + 1
    else high = middle
  }
  const piece = replaced[low - 1]
  if (!piece) return at
  if (at < piece[from].end || (at === piece[from].end && side === 'end')) return piece[to][side]
  return at - piece[from].end + piece[to].end
}
