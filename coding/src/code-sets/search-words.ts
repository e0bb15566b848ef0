/** How the search cuts text into words, for the table and for the question alike. */
const SMALL_WORDS = new Set([
  ...['a', 'an', 'and', 'at', 'by', 'for', 'from', 'in', 'nec', 'nos', 'of', 'on', 'or', 'the', 'to', 'with'],
])

/** Lower case, without diacritics, plural and the small words that every title has. */
export function listSearchWords(text: string): readonly string[] {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}|['’]/gu, '')
    .split(/[^a-z0-9]+/)
  return words.filter((word) => word !== '' && !SMALL_WORDS.has(word)).map(removePlural)
}

function removePlural(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  return word.length > 3 && /[^siu]s$/.test(word) ? word.slice(0, -1) : word
}

/** One bit a letter, one for all digits: two words that differ in few letters differ in few bits. */
export function listLetters(word: string): number {
  let letters = 0
  for (let index = 0; index < word.length; index++) {
    const letter = word.charCodeAt(index) - 97
    letters |= letter >= 0 && letter < 26 ? 1 << letter : 1 << 26
  }
  return letters >>> 0
}

export function countBits(bits: number): number {
  let rest = bits >>> 0
  let count = 0
  for (; rest !== 0; rest &= rest - 1) count += 1
  return count
}

/**
 * Letters to insert, delete, replace or swap until the words are equal (optimal string alignment).
 * @param limit beyond it the exact number does not matter, and `limit + 1` is returned.
 */
export function countEdits(typed: string, word: string, limit: number): number {
  return Math.min(limit + 1, ...fillEdits(typed, word, limit).slice(-1))
}

/** The same for a word that is still being typed: against the best beginning of `word`. */
export function countEditsOfBeginning(typed: string, word: string, limit: number): number {
  return Math.min(limit + 1, ...fillEdits(typed, word.slice(0, typed.length + limit), limit))
}

/** The last row of the table of edits: `typed` against every beginning of `word`. */
function fillEdits(typed: string, word: string, limit: number): readonly number[] {
  let beforeLast: number[] = []
  let last = Array.from({ length: word.length + 1 }, (_, column) => column)
  for (let row = 1; row <= typed.length; row++) {
    const current = [row]
    for (let column = 1; column <= word.length; column++) {
      const isSame = typed[row - 1] === word[column - 1]
      let edits = Math.min(
        (last[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (last[column - 1] ?? limit) + (isSame ? 0 : 1),
      )
      const isSwap = typed[row - 1] === word[column - 2] && typed[row - 2] === word[column - 1]
      if (row > 1 && column > 1 && isSwap) edits = Math.min(edits, (beforeLast[column - 2] ?? limit) + 1)
      current.push(edits)
    }
    if (Math.min(...current) > limit) return [limit + 1]
    beforeLast = last
    last = current
  }
  return last
}
