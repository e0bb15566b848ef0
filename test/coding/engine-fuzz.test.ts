// The whole engine on random and mutated notes. fast-check prints seed and path of a failure; runs are few, the suite is quick.
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { createReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { ReadingInput } from '#coding/read-encounter.ts'
import { describeWithShared } from '../support/shared-data.ts'
import { aNote, anEncounter, codeSet } from './an-encounter.ts'
import { expectSound } from './expect-sound.ts'
import { longNote, MAX_LENGTH, mutatedNote, smallNote, WORST_NOTES } from './fuzz-notes.ts'
import { loadFiscal2026 } from './prompts/fiscal-2026.ts'

/** The circumstances of a note, which decide what its words may lead to. */
const circumstances = fc.record({
  setting: fc.constantFrom('professional', 'outpatient_facility', 'inpatient_facility'),
  encounterClass: fc.constantFrom('ambulatory', 'emergency', 'inpatient', 'virtual'),
  sex: fc.constantFrom('female', 'male', 'unknown'),
})

const ofOneNote = (text: fc.Arbitrary<string>): fc.Arbitrary<EncounterRecord> =>
  fc.tuple(text, circumstances).map(([note, rest]) => anEncounter({ ...rest, notes: [note] }))

const ofTwoNotes = fc
  .tuple(smallNote, smallNote, circumstances)
  .map(([first, second, rest]) =>
    anEncounter({ ...rest, notes: [first, aNote(second, { version: '7', authorRole: 'nurse' })] }),
  )

type Fuzzed = { readonly name: string; readonly records: fc.Arbitrary<EncounterRecord>; readonly runs: number }

const FUZZED: readonly Fuzzed[] = [
  { name: 'of pieces and of any characters', records: ofOneNote(smallNote), runs: 200 },
  { name: 'mutated from notes that people wrote', records: ofOneNote(mutatedNote), runs: 150 },
  { name: 'of two authors', records: ofTwoNotes, runs: 100 },
  { name: 'of up to 200 KB', records: ofOneNote(longNote), runs: 6 },
]

function describeSoundness(getCodeSet: () => ReadingInput['codeSet']): void {
  test.each(FUZZED)(
    'sound on notes $name',
    ({ records, runs }) => {
      fc.assert(
        fc.property(records, (record) => void expectSound(record, getCodeSet())),
        { numRuns: runs },
      )
    },
    30_000,
  )

  // Time is not measured here: what is not linear in these does not end within the limit of a test.
  test.each(WORST_NOTES)('reads 200 KB to their end: %s', (_, text) => {
    expect(text.length).toBeGreaterThanOrEqual(MAX_LENGTH * 0.7)
    expectSound(anEncounter({ notes: [`Assessment: ${text}`] }), getCodeSet())
  })
}

describe('the engine with its embedded codes', () => {
  describeSoundness(() => codeSet)

  test('has something to say about such notes', () => {
    const notes = [
      ...fc.sample(mutatedNote, { numRuns: 40, seed: 1 }),
      ...fc.sample(smallNote, { numRuns: 40, seed: 1 }),
    ]
    const kinds = notes.flatMap((note) => expectSound(anEncounter({ notes: [note] }), codeSet)).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'code').length).toBeGreaterThan(40)
    expect(kinds.filter((kind) => kind === 'prompt').length).toBeGreaterThan(5)
  })

  test('gives the same bytes for the same record, whatever it read in between', () => {
    fc.assert(
      fc.property(ofOneNote(mutatedNote), ofOneNote(smallNote), (record, other) => {
        const first = JSON.stringify(expectSound(record, codeSet))
        expectSound(other, codeSet)
        expect(JSON.stringify(expectSound(record, codeSet))).toBe(first)
      }),
      { numRuns: 60 },
    )
  })
})

describeWithShared('code-sets', 'the engine with an official release', () => {
  let official: ReadingInput['codeSet']

  beforeAll(() => {
    official = createReleaseCodeSet([loadFiscal2026()])
  }, 60_000)

  describeSoundness(() => official)
})
