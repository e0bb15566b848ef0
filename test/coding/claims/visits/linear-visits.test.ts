// The cost of a grid grows with the length of the note and no faster, whatever the note repeats.
import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { getDefaultPayerPolicy } from '#coding/claims/payer-policy.ts'
import { deriveVisit } from '#coding/claims/visits/derive-visit.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { readEncounter } from '#coding/read-encounter.ts'
import { aNote, aRecord } from '../../../app/features/builders.ts'

const knowledge = loadKnowledge()
const codeSet = createEmbeddedCodeSet(knowledge)
const SHORT = 10_000
const LONG = 40_000

function measure(piece: string, length: number): number {
  const text = `ASSESSMENT AND PLAN\n${piece.repeat(Math.ceil(length / piece.length))}`
  const record = aRecord({ notes: [aNote({ text })] })
  const reading = readEncounter({ record, knowledge, codeSet })
  const policy = getDefaultPayerPolicy('medicare')
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now()
    deriveVisit({ reading, context: {}, policy })
    return performance.now() - start
  })
  return Math.min(...times)
}

test.each([
  'Hypertension, stable, not at goal. Increase lisinopril to 40 mg. ',
  'discussed with the the the the on-call on-call ',
  'reviewed notes from the his her reviewed notes from the his her ',
  'CBC CMP x-ray of the knee MRI brain reviewed ordered ',
  '10:05-10:47 42 minutes total 5 minutes of which including ',
  'critical care 30 minutes critical care ',
  'cannot afford cannot cannot cannot afford due to the cost of ',
  'if consider may not no without declined start lisinopril ',
  'start start start start start a b c d e ',
  '1. Hypothyroidism\n',
  '1. Frozzled elbow\n',
  'aaaaaaaaaaaaaaaaaaaa',
])('%j', (piece) => {
  measure(piece, SHORT)
  const short = measure(piece, SHORT)
  const long = measure(piece, LONG)
  // Four times the length: a square would be sixteen times the work. The floor is for what a clock can tell.
  expect(long).toBeLessThan(Math.max(short, 2) * 10)
})
