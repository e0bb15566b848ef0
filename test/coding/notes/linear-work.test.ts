// Work is counted, not timed: reads of the words of a text that is twice as long must not much more than double.
import { expect, test } from 'vitest'
import { collectConditions } from '#coding/diagnoses/collect-conditions.ts'
import { findCues, judgeSpan } from '#coding/notes/assertion.ts'
import { splitLines } from '#coding/notes/lines.ts'
import { buildTermWords } from '#coding/notes/mentions.ts'
import { readWords } from '#coding/notes/note-words.ts'
import { readNote } from '#coding/notes/read-note.ts'
import { findSections } from '#coding/notes/sections.ts'
import { splitSentences } from '#coding/notes/sentences.ts'
import { findTerms } from '#coding/notes/term-search.ts'
import { aNote, anEncounter, knowledge } from '../an-encounter.ts'

function countReads<Items extends object>(items: Items): { readonly items: Items; readonly reads: () => number } {
  let reads = 0
  const counted = new Proxy(items, {
    get: (target, key, receiver) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1
      return Reflect.get(target, key, receiver) as unknown
    },
  })
  return { items: counted, reads: () => reads }
}

function countWork(text: string): number {
  const words = readWords(text, knowledge.vocabulary)
  const tokens = countReads(words.tokens)
  const numbers = countReads(words.numbers)
  const canonical = countReads(words.canonical)
  const counted = { ...words, tokens: tokens.items, numbers: numbers.items, canonical: canonical.items }
  const note = { ...counted, text, lines: splitLines(text, tokens.items), knowledge }
  const search = buildTermWords(counted, knowledge)
  for (const { from, to } of splitSentences(note, findSections(note))) {
    findTerms(search, from, to)
  }
  return tokens.reads() + numbers.reads() + canonical.reads()
}

test.each([
  ['pain in the right left knee and or knee / '],
  ['right knee osteoarthritis and '],
  ['no evidence of '],
  ['PLAN:\n'],
  ['1. '],
  ['acute on chronic acute on chronic '],
  // Lines of a mark and no word.
  ['- \n'],
  ['#\n'],
])('twice the text is twice the work: %j', (piece) => {
  const once = countWork(`Assessment: ${piece.repeat(200)}`)
  const twice = countWork(`Assessment: ${piece.repeat(400)}`)
  expect(twice / once).toBeLessThan(2.2)
})

/** Reads of the words of a note while each of its mentions is judged by the cues of its sentence. */
function countJudging(text: string): number {
  const words = readWords(text, knowledge.vocabulary)
  const lowers = countReads(words.lowers)
  const note = { ...words, text, lines: splitLines(text, words.tokens), knowledge }
  const search = buildTermWords(words, knowledge)
  const cues = { lowers: lowers.items, numbers: words.numbers, cues: knowledge.cues }
  for (const sentence of splitSentences(note, findSections(note))) {
    const judged = { ...sentence, hits: findCues(cues, sentence) }
    for (const {
      words: [from = 0],
    } of findTerms(search, sentence.from, sentence.to)) {
      judgeSpan(cues, judged, { from, to: from + 1 })
    }
  }
  return lowers.reads()
}

test.each([['pain ?\n'], ['no pain '], ['possible diabetes '], ['history of gout, ']])(
  'twice the mentions are twice the judging: %j',
  (piece) => {
    const once = countJudging(`Assessment:\n${piece.repeat(400)}`)
    const twice = countJudging(`Assessment:\n${piece.repeat(800)}`)
    expect(twice / once).toBeLessThan(2.2)
  },
)

/** Reads of the sentences of a note while its conditions are gathered. */
function countGathering(text: string): number {
  const note = aNote(text)
  const reading = readNote(note, knowledge)
  const sentences = countReads(reading.sentences)
  const record = anEncounter({ notes: [note] })
  const tableOf = (concept: (typeof reading.mentions)[number]['concept']) => ({ concept, rows: concept.rows })
  const readings = [{ ...reading, sentences: sentences.items }]
  collectConditions({ record, readings, knowledge, chart: [], tableOf })
  return sentences.reads()
}

test.each([['HTN\n'], ['# Asthma\n- right, severe\n'], ['1. Gout\n']])(
  'twice the problems are twice the gathering: %j',
  (piece) => {
    const once = countGathering(`Assessment:\n${piece.repeat(200)}`)
    const twice = countGathering(`Assessment:\n${piece.repeat(400)}`)
    expect(twice / once).toBeLessThan(2.2)
  },
)

test.each([
  ['a line without a mark', 'right knee osteoarthritis and '],
  ['headings', 'PLAN:\n'],
  ['problems', 'HTN\n'],
  ['cues', 'no evidence of '],
  ['marks', '?."'],
  ['letters beyond the basic plane', '𝔨𝔫𝔢𝔢 ☂ é\u0301 '],
  ['line separators', '\u2028\u0085\r\n'],
])('200 KB of %s are read, and every token is the slice that it names', (_, piece) => {
  const text = `Assessment: ${piece.repeat(Math.ceil((200 * 1024) / piece.length))}`
  const { tokens, sentences } = readNote(aNote(text), knowledge)
  expect(tokens.every((token) => text.slice(token.start, token.end) === token.text)).toBe(true)
  expect(sentences.every(({ from, to }, at) => from < to && to <= (sentences[at + 1]?.from ?? tokens.length))).toBe(
    true,
  )
})
