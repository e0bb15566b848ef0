/** Finds a quote in the text that the model was given: the very words, whatever the spaces between them. */

export type FoldedText = { readonly text: string; readonly places: Uint32Array; readonly length: number }

export const LEAST_QUOTE = 12
export const MOST_QUOTE = 400

const BLANK = /\s/

/** Every run of white space becomes one space; `places` leads each unit back. Done once a document. */
export function foldText(original: string): FoldedText {
  const places = new Uint32Array(original.length + 1)
  const kept: string[] = []
  let wasBlank = true
  for (let index = 0; index < original.length; index++) {
    const unit = original.charAt(index)
    const isBlank = BLANK.test(unit)
    if (isBlank && wasBlank) continue
    places[kept.length] = index
    kept.push(isBlank ? ' ' : unit)
    wasBlank = isBlank
  }
  return { text: kept.join(''), places, length: kept.length }
}

type Place = { readonly start: number; readonly end: number }

/** A note that was copied together says some things over and over. */
const MOST_PLACES = 16

/** @returns the places in the unfolded text, in their order; none when the quote is too short, too long, or not there. */
export function findQuotes(document: FoldedText, quote: string): readonly Place[] {
  const wanted = foldText(quote).text.trimEnd()
  if (wanted.length < LEAST_QUOTE || wanted.length > MOST_QUOTE) return []
  const places: Place[] = []
  for (let at = document.text.indexOf(wanted); at !== -1; at = document.text.indexOf(wanted, at + wanted.length)) {
    const start = document.places[at]
    const last = document.places[at + wanted.length - 1]
    if (start !== undefined && last !== undefined) places.push({ start, end: last + 1 })
    if (places.length === MOST_PLACES) break
  }
  return places
}
