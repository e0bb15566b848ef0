import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createItemScanner } from '#proxy/llm/item-scanner.ts'

function scanInPieces(text: string, cuts: readonly number[]) {
  const scanner = createItemScanner()
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b)
  const pieces = [...places, text.length].map((end, index) => text.slice(places[index - 1] ?? 0, end))
  const items = pieces.flatMap((piece) => scanner.push(piece))
  return { items, isClosed: scanner.isClosed(), isBroken: scanner.isBroken() }
}

const element = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()))

test('gives back exactly the elements of the list, wherever the text is cut', () => {
  fc.assert(
    fc.property(fc.array(element), fc.array(fc.nat()), fc.boolean(), (items, cuts, isIndented) => {
      const text = JSON.stringify({ before: { items: [1] }, items, after: '[{"items":[' }, null, isIndented ? 2 : 0)
      const scanned = scanInPieces(text, cuts)
      expect(scanned.items.map((item) => JSON.parse(item) as unknown)).toEqual(
        items.map((item) => JSON.parse(JSON.stringify(item)) as unknown),
      )
      expect(scanned).toMatchObject({ isClosed: true, isBroken: false })
    }),
    { numRuns: 2000 },
  )
})

test('calls no part of a document closed', () => {
  const text = JSON.stringify({ items: [{ a: '}]' }, { b: [1, { c: '"' }] }] })
  for (let end = 0; end < text.length; end++) expect(scanInPieces(text.slice(0, end), []).isClosed).toBe(false)
})

describe('breaks on what is not the document that was asked for', () => {
  test.each([
    ['words before it', 'Here is the list: {"items":[]}'],
    ['words after it', '{"items":[]} I hope this helps'],
    ['a list instead of an object', '[{"kind":"diagnosis"}]'],
    ['a second document', '{"items":[]}{"items":[{}]}'],
    ['a string', '"items"'],
    ['more ends than beginnings', '{"items":[]}}'],
    ['an item that has no end', `{"items":[{"code":"${'A'.repeat(70_000)}`],
  ])('%s', (_name, text) => {
    expect(scanInPieces(text, [])).toMatchObject({ isBroken: true, isClosed: false })
  })
})

test('does not take a list of another name', () => {
  expect(scanInPieces('{"other":[{"a":1}]}', [])).toEqual({ items: [], isClosed: false, isBroken: false })
})

test('costs no more a character for a long text in small pieces', () => {
  const text = JSON.stringify({ items: Array.from({ length: 4000 }, (_, index) => ({ code: `A${index}` })) })
  const scanner = createItemScanner()
  const started = performance.now()
  let count = 0
  for (const character of text) count += scanner.push(character).length
  expect(count).toBe(4000)
  expect(performance.now() - started).toBeLessThan(5000)
})
