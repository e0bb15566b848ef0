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

/** FNV-1a over the letters, case folded. */
function hash(text: string, start: number, end: number): number {
  let value = 0x811c9dc5
  for (let at = start; at < end; at++) value = Math.imul(value ^ foldLetter(text.charCodeAt(at)), PRIME)
  return value ^ (value >>> 15)
}

function beginsWith(text: string, start: number, word: string): boolean {
  for (let at = 0; at < word.length; at++) {
    if (word.charCodeAt(at) !== foldLetter(text.charCodeAt(start + at))) return false
  }
  return true
}

export class Lexicon {
  private readonly words: string[] = ['']
  private readonly stems: string[] = ['']
  private readonly numbers = new Map<string, number>()
  /** Open addressing: the number of the word in its slot, 0 where the slot is free; at most half of them are taken. */
  private slots = new Int32Array(FIRST_SLOTS)

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

  /** The word that a slice of a text is, without cutting the slice out: only letters of ASCII may differ in their case. */
  findSlice(text: string, start: number, end: number): number {
    const mask = this.slots.length - 1
    for (let slot = hash(text, start, end) & mask; ; slot = (slot + 1) & mask) {
      const number = this.slots[slot] ?? UNKNOWN
      if (number === UNKNOWN) return UNKNOWN
      const word = this.words[number] ?? ''
      if (word.length === end - start && beginsWith(text, start, word)) return number
    }
  }

  private place(number: number): void {
    const word = this.words[number] ?? ''
    const mask = this.slots.length - 1
    let slot = hash(word, 0, word.length) & mask
    while (this.slots[slot] !== UNKNOWN) slot = (slot + 1) & mask
    this.slots[slot] = number
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 2)
    for (let number = 1; number < this.words.length; number++) this.place(number)
  }
}
