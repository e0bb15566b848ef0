/**
 * Numbers for the words that phrases consist of, so that a text is compared with them by numbers and not by letters.
 * Words of a note are never added: what is no word of a phrase has the number 0, and nothing of a patient stays here.
 */
import { stemWord } from './stem.ts'

/** The number of every word that no phrase has. */
export const UNKNOWN = 0

const FIRST_SLOTS = 1 << 12
const PRIME = 0x01000193
const APOSTROPHE = 39
const CURLED_APOSTROPHE = 0x2019

/** ASCII in lower case; letters beyond it stay as they are. */
function foldLetter(code: number): number {
  if (code >= 65 && code <= 90) return code | 32
  return code === CURLED_APOSTROPHE ? APOSTROPHE : code
}

/** The UTF-16 units of a text, which are read more quickly from an array. */
export function readLetters(text: string): Uint16Array {
  const letters = new Uint16Array(text.length)
  for (let at = 0; at < letters.length; at++) letters[at] = text.charCodeAt(at)
  return letters
}

/** FNV-1a over the letters, case folded. */
function hash(letters: Uint16Array, start: number, end: number): number {
  let value = 0x811c9dc5
  for (let at = start; at < end; at++) value = Math.imul(value ^ foldLetter(letters[at] ?? 0), PRIME)
  return value ^ (value >>> 15)
}

const [DIFFERENT, FOLDED, EXACT] = [0, 1, 2]

function compareLetters(text: Uint16Array, start: number, word: Uint16Array): number {
  let likeness = EXACT
  for (let at = 0; at < word.length; at++) {
    const letter = text[start + at] ?? 0
    if (letter === word[at]) continue
    if (foldLetter(letter) !== word[at]) return DIFFERENT
    likeness = FOLDED
  }
  return likeness
}

const NO_LETTERS = new Uint16Array()

export class Lexicon {
  private readonly words: string[] = ['']
  private readonly stems: string[] = ['']
  private readonly letters: Uint16Array[] = [NO_LETTERS]
  private readonly numbers = new Map<string, number>()
  /** Open addressing: the number of the word in its slot, 0 where the slot is free; at most half of them are taken. */
  private slots = new Int32Array(FIRST_SLOTS)
  /** By number; most other words are told apart by it alone. */
  private hashes = new Int32Array(FIRST_SLOTS)

  /** Numbers go from 1 to `size`. */
  get size(): number {
    return this.words.length - 1
  }

  /** @param word in lower case. */
  add(word: string): number {
    const known = this.numbers.get(word)
    if (known !== undefined) return known
    const number = this.words.push(word) - 1
    this.stems.push(stemWord(word))
    this.letters.push(readLetters(word))
    this.numbers.set(word, number)
    if (number * 2 > this.slots.length) this.grow()
    else this.place(number)
    return number
  }

  find(word: string): number {
    return this.numbers.get(word) ?? UNKNOWN
  }

  getWord(number: number): string {
    return this.words[number] ?? ''
  }

  getStem(number: number): string {
    return this.stems[number] ?? ''
  }

  /**
   * The word that a slice of a text is, without cutting the slice out: only letters of ASCII may differ in their case.
   *
   * @returns its number, or the number below zero when the slice is written in other letters than the word.
   */
  findSlice(text: Uint16Array, start: number, end: number): number {
    const mask = this.slots.length - 1
    const wanted = hash(text, start, end)
    for (let slot = wanted & mask; ; slot = (slot + 1) & mask) {
      const number = this.slots[slot] ?? UNKNOWN
      if (number === UNKNOWN) return UNKNOWN
      if (this.hashes[number] !== wanted) continue
      const word = this.letters[number] ?? NO_LETTERS
      if (word.length !== end - start) continue
      const likeness = compareLetters(text, start, word)
      if (likeness !== DIFFERENT) return likeness === EXACT ? number : -number
    }
  }

  private place(number: number): void {
    const word = this.letters[number] ?? NO_LETTERS
    const mask = this.slots.length - 1
    const own = hash(word, 0, word.length)
    this.hashes[number] = own
    let slot = own & mask
    while (this.slots[slot] !== UNKNOWN) slot = (slot + 1) & mask
    this.slots[slot] = number
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 2)
    this.hashes = new Int32Array(this.slots.length)
    for (let number = 1; number < this.words.length; number++) this.place(number)
  }
}
