import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { loadDictionaries } from '#proxy/masking/dictionaries.ts'
import { maskNotes } from '#proxy/masking/mask-notes.ts'
import { createRandom, DATE_OF_SERVICE } from './score-masks.ts'

const FOLDER = new URL('../../../proxy/src/masking/dictionaries/', import.meta.url)

type Source = { readonly file: string; readonly origin: string; readonly licence: string; readonly sha256: string }

describe('the word lists', () => {
  const { sources }: { sources: readonly Source[] } = JSON.parse(readFileSync(new URL('sources.json', FOLDER), 'utf8'))

  test('each have their origin, licence and checksum', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.txt'))
    expect(sources.map(({ file }) => file).toSorted()).toEqual(files.toSorted())
    for (const { file, origin, licence, sha256 } of sources) {
      expect(origin).not.toBe('')
      expect(licence).toBe('Apache-2.0')
      expect(
        createHash('sha256')
          .update(readFileSync(new URL(file, FOLDER)))
          .digest('hex'),
        file,
      ).toBe(sha256)
    }
  })
})

function mask(text: string): string {
  return maskNotes({ notes: [{ id: 'n', text }], dateOfService: DATE_OF_SERVICE }, createRandom(1)).notes[0]?.text ?? ''
}

const capitalise = (text: string): string => text.replace(/^\p{L}/u, (letter) => letter.toUpperCase())

/** Every way in which a problem list, a plan or a sentence would name it. */
const SENTENCES = [
  (term: string): string => `${capitalise(term)} disease was discussed.`,
  (term: string): string => `History of ${capitalise(term)} syndrome.`,
  (term: string): string => `The ${capitalise(term)} sign is negative.`,
]

describe('clinical words stay', () => {
  const { eponyms, drugs } = loadDictionaries()

  test('eponyms with the word that they name', () => {
    const lost = [...eponyms].flatMap((term) =>
      SENTENCES.map((write) => write(term)).filter((text) => mask(text) !== text),
    )
    expect(eponyms.size).toBeGreaterThan(500)
    expect(lost).toEqual([])
  })

  test('drugs, in lists and in sentences', () => {
    const lost = [...drugs].filter((drug) => {
      const name = capitalise(drug)
      const text = `MEDICATIONS:\n${name} 10 mg daily.\n\nContinue ${name}. She was started on ${name} by her cardiologist.`
      return mask(text) !== text
    })
    expect(drugs.size).toBeGreaterThan(500)
    expect(lost).toEqual([])
  })

  test('the terms of the coding knowledge, as problems and in sentences', () => {
    const terms = [...loadKnowledge().concepts.values()].map(({ title }) => title)
    const lost = terms.filter((term) => {
      const text = `1. ${capitalise(term)}.\n• She has ${term}.\n\nASSESSMENT: ${capitalise(term)}\n`
      return mask(text) !== text
    })
    expect(terms.length).toBeGreaterThan(300)
    expect(lost).toEqual([])
  })
})
