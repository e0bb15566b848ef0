// Over every laterality group and every 7th-character family of the official release: no question without an answer.
import { beforeAll, expect, test } from 'vitest'
import type { Icd10Release } from '#coding/code-sets/open-release.ts'
import { findRows } from '#coding/diagnoses/decision-table.ts'
import type { Concept } from '#coding/knowledge/concept.ts'
import { buildReleaseConcept } from '#coding/knowledge/release-concept.ts'
import { readNote } from '#coding/notes/read-note.ts'
import type { OpenAxis } from '#coding/prompts/compose-prompt.ts'
import { findOpenAxes } from '#coding/prompts/find-prompts.ts'
import { gapData } from '#coding/prompts/signs/gaps.generated.ts'
import { deriveFamily } from '#coding/prompts/structure/derive-family.ts'
import { buildTitleWords } from '#coding/prompts/structure/read-title.ts'
import { describeWithShared } from '../../support/shared-data.ts'
import { aNote, knowledge } from '../an-encounter.ts'
import { loadFiscal2026 } from './fiscal-2026.ts'

/** What would be asked of a condition of which the record says nothing but its name. */
function findAsked(concept: Concept, isBillable: (code: string) => boolean): OpenAxis[] {
  const table = { concept, rows: concept.rows.filter(({ code }) => isBillable(code)) }
  const reading = readNote(aNote('Assessment: hypertension'), knowledge)
  const [mention] = reading.mentions
  if (mention === undefined) throw new TypeError('The note names nothing.')
  return findOpenAxes({ concept, table, values: [], places: [{ reading, mention, weight: 'head' }] })
}

describeWithShared('code-sets', 'every family of FY2026', () => {
  let release: Icd10Release
  let isBillable: (code: string) => boolean

  beforeAll(() => {
    release = loadFiscal2026()
    isBillable = (code) => {
      const row = release.codes.findRow(code)
      return row !== undefined && release.codes.isBillable(row)
    }
  })

  test('is asked for a side only where right and left are two billable codes of it', () => {
    let asked = 0
    const impossible: string[] = []
    for (let row = 0; row < release.codes.size; row++) {
      const concept = buildReleaseConcept(release, row)
      for (const { axis, values } of findAsked(concept, isBillable)) {
        asked += 1
        // Both sides are two codes where the family has none for both (I.B.13).
        const codes = values.flatMap(({ value }) =>
          findRows({ concept, rows: concept.rows }, new Set([value])).map((one) => one.code),
        )
        const isAnswerable = codes.every(isBillable)
        if (axis !== 'laterality' || !isAnswerable || new Set(codes).size < 2) impossible.push(concept.id)
      }
    }
    expect(impossible).toEqual([])
    expect(asked).toBeGreaterThan(5000)
  })

  test.each(['E11.40', 'E11.42', 'I10', 'G47.33', 'M54.50', 'J18.9'])('%s has no side', (code) => {
    const row = release.codes.findRow(code)
    if (row === undefined) throw new TypeError('The release has not the code.')
    expect(findAsked(buildReleaseConcept(release, row), isBillable)).toEqual([])
  })

  test('has an answer in its own codes for every axis that its titles open', () => {
    const words = buildTitleWords(gapData.structure)
    const impossible: string[] = []
    const counts = new Map<string, number>()
    for (let row = 0; row < release.codes.size; row++) {
      if (!release.codes.isBillable(row)) continue
      const family = deriveFamily({ release, words }, row)
      for (const { axis, values } of family?.open ?? []) {
        counts.set(axis, (counts.get(axis) ?? 0) + 1)
        const led = values.map(({ value }) => family?.rows.filter((one) => one.values.includes(value)) ?? [])
        const codes = new Set(led.flat().map(({ code }) => code))
        const isInOne = led.flat().every(({ code }) => code.slice(0, 3) === release.codes.getCode(row).slice(0, 3))
        const isAnswered = led.every((rows) => rows.length > 0) && [...codes].every(isBillable)
        if (values.length < 2 || codes.size < 2 || !isAnswered || !isInOne) impossible.push(release.codes.getCode(row))
      }
    }
    expect(impossible).toEqual([])
    expect(Object.fromEntries(counts)).toMatchObject({
      laterality: expect.any(Number),
      'encounter-phase': expect.any(Number),
    })
    for (const axis of ['site', 'type', 'acuity', 'severity', 'stage'])
      expect(counts.get(axis), axis).toBeGreaterThan(40)
  })

  test('opens the side for no code of a laterality group that has one', () => {
    const words = buildTitleWords(gapData.structure)
    const opensSide = (row: number): boolean =>
      deriveFamily({ release, words }, row)?.open.some(({ axis }) => axis === 'laterality') === true
    const impossible: string[] = []
    let groups = 0
    for (let row = 0; row < release.codes.size; row++) {
      const sides = release.codes.isBillable(row) ? release.laterality.find(row) : undefined
      if (sides?.right !== row || sides.left === undefined) continue
      groups += 1
      for (const sided of [sides.right, sides.left, sides.bilateral])
        if (sided !== undefined && opensSide(sided)) impossible.push(release.codes.getCode(sided))
    }
    expect(impossible).toEqual([])
    expect(groups).toBeGreaterThan(10_000)
  })

  test('opens the phase only where its 7th characters tell a first encounter from a later one', () => {
    const words = buildTitleWords(gapData.structure)
    let families = 0
    const impossible: string[] = []
    for (let row = 0; row < release.codes.size; row++) {
      if (!release.codes.isBillable(row)) continue
      const open = deriveFamily({ release, words }, row)?.open ?? []
      if (!open.some(({ axis }) => axis === 'encounter-phase')) continue
      families += 1
      const meanings = [...(release.seventhCharacters.find(row)?.values() ?? [])].join(' ')
      if (!(/initial/i.test(meanings) && /subsequent/i.test(meanings))) impossible.push(release.codes.getCode(row))
    }
    expect(impossible).toEqual([])
    expect(families).toBeGreaterThan(10_000)
  })

  test.each(['E11.40', 'I10', 'J18.9', 'N39.0', 'E03.9', 'K21.9', 'F41.9'])(
    '%s leaves nothing open in its titles',
    (code) => {
      const row = release.codes.findRow(code)
      if (row === undefined) throw new TypeError('The release has not the code.')
      expect(deriveFamily({ release, words: buildTitleWords(gapData.structure) }, row)?.open ?? []).toEqual([])
    },
  )

  test('is asked by a concept of ours only for values that lead to a billable code', () => {
    const impossible = [...knowledge.concepts.values()].flatMap((concept) =>
      findAsked(concept, isBillable).flatMap(({ axis, values }) => {
        const rows = concept.rows.filter(({ code }) => isBillable(code))
        const leads = values.some(({ value }) => rows.some((row) => row.values.includes(value)))
        return leads ? [] : [`${concept.id}: ${axis}`]
      }),
    )
    expect(impossible).toEqual([])
  })

  test('is asked for the phase of care only where its 7th characters say one', () => {
    let families = 0
    const impossible = [...knowledge.concepts.values()].flatMap((concept) => {
      const phases = findAsked(concept, isBillable).filter(({ axis }) => axis === 'encounter-phase')
      if (phases.length === 0) return []
      families += 1
      const subsequent = concept.rows.filter(({ code, values }) => values.includes('subsequent') && isBillable(code))
      return subsequent.flatMap(({ code }) => {
        const row = release.codes.findRow(code)
        const meaning = row === undefined ? undefined : release.seventhCharacters.find(row)?.get(code.slice(-1))
        return meaning !== undefined && /subsequent/i.test(meaning) ? [] : [`${concept.id}: ${code}`]
      })
    })
    expect(impossible).toEqual([])
    expect(families).toBeGreaterThan(10)
  })
})
