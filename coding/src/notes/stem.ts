const LETTER_S = 115

/**
 * Takes the possessive and the plural off an English word, so that "knees", "knee's" and "knee" compare equal.
 * Both the terms and the text go through it, so an odd stem ("diabete") does no harm as long as it is always the same.
 */
export function stemWord(lower: string): string {
  if (lower.charCodeAt(lower.length - 1) !== LETTER_S) return lower
  const word = lower.endsWith("'s") ? lower.slice(0, -2) : lower
  if (word.length < 4 || !word.endsWith('s')) return word
  if (word.endsWith('ss') || word.endsWith('us') || word.endsWith('is')) return word
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (word.endsWith('sses') || word.endsWith('xes') || word.endsWith('ches') || word.endsWith('shes')) {
    return word.slice(0, -2)
  }
  return word.slice(0, -1)
}
