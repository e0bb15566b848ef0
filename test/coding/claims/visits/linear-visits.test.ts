// Work is counted, not timed: twice the text is twice the reads of the note, not four times, whatever it repeats.
import { expect, test } from 'vitest'
import { getDefaultPayerPolicy } from '#coding/claims/payer-policy.ts'
import { deriveVisit } from '#coding/claims/visits/derive-visit.ts'
import { readEncounter } from '#coding/read-encounter.ts'
import { anEncounter, codeSet, knowledge } from '../../an-encounter.ts'

function countReads<Items extends object>(items: Items, count: () => void): Items {
  return new Proxy(items, {
    get: (target, key, receiver) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) count()
      return Reflect.get(target, key, receiver) as unknown
    },
  })
}

/** Reads of words and sentences of a note while its grid is derived. */
function countWork(text: string): number {
  let reads = 0
  const count = (): void => {
    reads += 1
  }
  const reading = readEncounter({ record: anEncounter({ notes: [text] }), knowledge, codeSet })
  for (const note of reading.readings) {
    Object.assign(note, {
      tokens: countReads(note.tokens, count),
      lowers: countReads(note.lowers, count),
      sentences: countReads(note.sentences, count),
    })
  }
  deriveVisit({ reading, context: {}, policy: getDefaultPayerPolicy('medicare') })
  return reads
}

test.each([
  'Hypertension, stable, not at goal. Increase lisinopril to 40 mg.\n',
  'Discussed with the on-call surgeon.\n',
  'Reviewed notes from the clinic and records from the hospital.\n',
  'CBC, CMP, x-ray of the knee and MRI brain reviewed.\n',
  'I spent 42 minutes, of which 5 minutes were tobacco cessation counseling.\n',
  'Cannot afford insulin due to cost.\n',
  'If no better, start lisinopril 10 mg.\n',
  '1. Hypothyroidism\n',
  '1. Frozzled elbow\n',
])('%j repeated', (piece) => {
  const once = countWork(`ASSESSMENT AND PLAN\n${piece.repeat(200)}`)
  const twice = countWork(`ASSESSMENT AND PLAN\n${piece.repeat(400)}`)
  expect(once).toBeGreaterThan(200)
  expect(twice / once).toBeLessThan(2.2)
})

// A sentence is cut after some number of words, so that what a pattern can go back over is bounded too.
test('a text without any mark is read in pieces', () => {
  const piece = 'discussed with the the the the on-call on-call start start start reviewed notes from the his her '
  const once = countWork(`ASSESSMENT\n${piece.repeat(100)}`)
  const twice = countWork(`ASSESSMENT\n${piece.repeat(200)}`)
  expect(twice / once).toBeLessThan(2.2)
})
