// Over every laterality group and every 7th-character family of the official release: no question without an answer.
import { beforeAll, expect, test } from 'vitest'
import { compileRelease } from '#coding/code-sets/compile-release.ts'
import { type Icd10Release, openRelease } from '#coding/code-sets/open-release.ts'
import { parseOrderFile } from '#coding/code-sets/parse-order-file.ts'
import { parseTabular } from '#coding/code-sets/parse-tabular.ts'
import { findRows } from '#coding/diagnoses/decision-table.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { Concept } from '#coding/knowledge/concept.ts'
import { buildReleaseConcept } from '#coding/knowledge/release-concept.ts'
import { readNote } from '#coding/notes/read-note.ts'
import type { OpenAxis } from '#coding/prompts/compose-prompt.ts'
import { findOpenAxes } from '#coding/prompts/find-prompts.ts'
import { readXml } from '#proxy/code-sets/read-xml.ts'
import { describeWithShared, readSharedText } from '../../support/shared-data.ts'
import { aNote, knowledge } from '../an-encounter.ts'

function loadRelease(): Icd10Release {
  const read = (name: string): string => readSharedText('code-sets', 'icd10cm', name)
  const [order, tabular] = ['icd10cm-order-2026.txt.gz', 'icd10cm-tabular-2026-reconstructed.xml.gz'] as const
  const rows = parseOrderFile(read(order), order)
  const { columns } = compileRelease({ rows, tabular: parseTabular(readXml(read(tabular), tabular)), alphabetic: {} })
  const window = {
    release: 'FY2026',
    effectiveFrom: parseDateOnly('2025-10-01'),
    effectiveTo: parseDateOnly('2026-09-30'),
  }
  return openRelease(window, columns)
}

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
    release = loadRelease()
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
