// The publishers' tables, read where they lie beside the repository. Counts and sentinels are those of their README.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { XzReadableStream } from 'xz-decompress'
import { buildAddOnColumns, openAddOns, parseAddOns } from '#coding/code-sets/procedures/add-on-table.ts'
import {
  buildEditorFlagColumns,
  openEditorFlags,
  parseEditorFlags,
} from '#coding/code-sets/procedures/editor-flag-table.ts'
import { buildPairColumns, openPairTable } from '#coding/code-sets/procedures/pair-table.ts'
import { parsePairs } from '#coding/code-sets/procedures/parse-pairs.ts'
import { buildPolicyColumns, openPolicies, parsePolicies } from '#coding/code-sets/procedures/policy-table.ts'
import {
  buildUnitLimitColumns,
  openUnitLimits,
  parseUnitLimits,
} from '#coding/code-sets/procedures/unit-limit-table.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { describeWithShared, getSharedPath, readSharedText } from '../../../support/shared-data.ts'

const ON = parseDateOnly('2024-08-01')

function readXz(...parts: readonly string[]): Promise<string> {
  const data = readFileSync(getSharedPath('code-sets', ...parts))
  return new Response(new XzReadableStream(new Blob([data]).stream())).text()
}

describeWithShared('code-sets', 'procedure tables as published', () => {
  test('1,669,820 pairs of the third quarter of 2024', async () => {
    const name = 'ncci-ptp-practitioner-active-2024-07-01.tsv.xz'
    const rows = parsePairs(await readXz('ncci-2024q3', name), name)
    const table = openPairTable(buildPairColumns(rows))
    expect(table.size).toBe(1_669_820)
    expect(rows.indicator.filter((indicator) => indicator === 1)).toHaveLength(1_160_873)
    expect(
      ['45380/45378', '20610/20550', '80053/80048', '29880/29881'].map((pair) => {
        const [one = '', two = ''] = pair.split('/')
        return table.find(one, two, ON)?.indicator
      }),
    ).toEqual([0, 1, 0, 1])
  })

  test.each([
    ['practitioner', 14_677],
    ['outpatient-hospital', 14_628],
  ])('unit limits, %s', (audience, count) => {
    const name = `ncci-mue-${audience}-2024-07-01.tsv.gz`
    const limits = openUnitLimits(
      buildUnitLimitColumns(parseUnitLimits(readSharedText('code-sets', 'ncci-2024q3', name), name)),
    )
    expect(limits.size).toBe(count)
    if (audience !== 'practitioner') return
    expect(limits.get('99213')).toEqual({ units: 2, adjudication: 3 })
    expect(limits.get('29881')).toEqual({ units: 1, adjudication: 2 })
    expect(limits.get('97110')).toEqual({ units: 6, adjudication: 3 })
  })

  test('add-on codes', () => {
    const name = 'ncci-add-on-codes-2024-06-03.tsv.gz'
    const rows = parseAddOns(readSharedText('code-sets', 'ncci-2024q3', name), name)
    expect(rows).toHaveLength(7465)
    expect(openAddOns(buildAddOnColumns(rows)).find('0071U', 20_240_801)).toEqual({
      type: 1,
      primaries: new Set(['0070U']),
    })
  })

  test('fee schedule indicators of 16,647 codes', () => {
    const name = 'pfs-rvu-indicators-2025-no-descriptors.csv.gz'
    const policies = openPolicies(
      buildPolicyColumns(parsePolicies(readSharedText('code-sets', 'pfs-2025', name), name)),
    )
    expect(policies.size).toBe(16_647)
    expect(policies.get('20610')).toMatchObject({ globalDays: '000', bilateral: '1' })
    expect(policies.get('99213')).toMatchObject({ globalDays: 'XXX' })
  })
})

describeWithShared('domain', 'lists of the Medicare Code Editor', () => {
  test('v43.1', () => {
    const name = 'mce-v43.1-flags.json'
    const flags = openEditorFlags(buildEditorFlagColumns(parseEditorFlags(readSharedText('domain', name), name)))
    expect([...flags.values()].filter((set) => set.has('manifestation'))).toHaveLength(422)
    expect(flags.get('Z51.89')).toEqual(new Set(['unacceptable-principal', 'requires-secondary']))
  })
})
