import { describe, expect, test } from 'vitest'
import { createHcpcsTable } from '#coding/code-sets/hcpcs-table.ts'
import { buildAddOnColumns, openAddOns, parseAddOns } from '#coding/code-sets/procedures/add-on-table.ts'
import { type ClaimTableEditions, createClaimTables } from '#coding/code-sets/procedures/claim-table-set.ts'
import {
  buildEditorFlagColumns,
  openEditorFlags,
  parseEditorFlags,
} from '#coding/code-sets/procedures/editor-flag-table.ts'
import { buildPairColumns } from '#coding/code-sets/procedures/pair-table.ts'
import { parsePairs } from '#coding/code-sets/procedures/parse-pairs.ts'
import { buildPolicyColumns, openPolicies, parsePolicies } from '#coding/code-sets/procedures/policy-table.ts'
import {
  buildUnitLimitColumns,
  openUnitLimits,
  parseUnitLimits,
} from '#coding/code-sets/procedures/unit-limit-table.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'

describe('medically unlikely edits', () => {
  test('reads the publisher’s columns', () => {
    const text =
      '"CPT only copyright American Medical Association. All rights reserved."\n' +
      '"HCPCS/\nCPT Code","Practitioner Services MUE Values","MUE Adjudication Indicator","MUE Rationale"\n' +
      'G0001,2,"2 Date of Service Edit: Policy","CMS Policy"\nG0002,10,"1 Line Edit","Clinical: Data"\n'
    const limits = openUnitLimits(buildUnitLimitColumns(parseUnitLimits(text, 'mue.csv')))
    expect(limits.get('G0001')).toEqual({ units: 2, adjudication: 2 })
    expect(limits.get('G0002')).toEqual({ units: 10, adjudication: 1 })
  })

  test.each([
    ['a column is missing', 'hcpcs_code\tunits\nG0001\t2\n', /no column for "units"/],
    ['units are no number', 'hcpcs_code\tmue_units\tmai\nG0001\tmany\t2\n', /line 2/],
    ['the indicator does not exist', 'hcpcs_code\tmue_units\tmai\nG0001\t2\t7\n', /line 2/],
    ['no row is one', 'hcpcs_code\tmue_units\tmai\n', /no row begins with a procedure code/],
  ])('refuses a file where %s', (_, text, problem) => {
    expect(() => parseUnitLimits(text, 'mue.tsv')).toThrow(problem)
  })
})

describe('add-on codes', () => {
  const text =
    'primary_code\tadd_on_code\taoc_edit_type\teffective\tdeletion\n' +
    'G0001\tG0005\t1\t20200101\t\nG0002\tG0005\t1\t20200101\t20251231\nCCCCC\tG0006\t2\t20200101\t\n'
  const table = openAddOns(buildAddOnColumns(parseAddOns(text, 'add-on.tsv')))

  test('knows the primaries of the day', () => {
    expect([...(table.find('G0005', 20_251_231)?.primaries ?? [])]).toEqual(['G0001', 'G0002'])
    expect([...(table.find('G0005', 20_260_101)?.primaries ?? [])]).toEqual(['G0001'])
  })

  test('a contractor’s list has no primaries of its own, and other codes are no add-ons', () => {
    expect(table.find('G0006', 20_260_101)).toEqual({ type: 2, primaries: new Set() })
    expect(table.find('G0001', 20_260_101)).toBeUndefined()
  })
})

describe('fee schedule indicators', () => {
  test('reads headings that stand over several lines, never an amount or a descriptor', () => {
    const text = [
      '2026 National Physician Fee Schedule Relative Value File,,,,,,,,,,,',
      ',,,,WORK,PCTC,GLOB,MULT,BILAT,ASST,CO-,TEAM',
      'HCPCS,MOD,DESCRIPTION,STATUS CODE,RVU,IND,DAYS,PROC,SURG,SURG,SURG,SURG',
      'G0001,26,made up,A,1.5,1,000,0,0,0,0,0',
      'G0001,,made up,A,9.9,1,010,2,1,2,1,0',
    ].join('\n')
    const found = openPolicies(buildPolicyColumns(parsePolicies(text, 'PPRRVU.csv'))).get('G0001')
    expect(found).toEqual({
      code: 'G0001',
      status: 'A',
      globalDays: '010',
      bilateral: '1',
      professionalTechnical: '1',
      multipleProcedure: '2',
      assistant: '2',
      coSurgeon: '1',
      team: '0',
    })
  })
})

describe('Medicare Code Editor', () => {
  const lists = { manifestation: ['D630'], unacceptable: ['D630', 'B95.0'], qadm: [], reqsdx: [], unspecified: [] }
  const ages = { newborn: [], pediatric: [], maternity: [], adult: [] }

  test('gathers the flags of a code', () => {
    const text = JSON.stringify({ flags: { ...lists, ...ages } })
    const flags = openEditorFlags(buildEditorFlagColumns(parseEditorFlags(text, 'mce.json')))
    expect(flags.get('D63.0')).toEqual(new Set(['manifestation', 'unacceptable-principal']))
    expect(flags.get('B95.0')).toEqual(new Set(['unacceptable-principal']))
  })

  test.each([
    ['a list is missing', { flags: lists }, /expected lists named/],
    ['a list holds something else', { flags: { ...lists, ...ages, qadm: ['?'] } }, /"qadm"/],
  ])('refuses a file where %s', (_, value, problem) => {
    expect(() => parseEditorFlags(JSON.stringify(value), 'mce.json')).toThrow(problem)
  })
})

describe('the tables behind the claim rules', () => {
  const quarter = {
    release: '2026Q4',
    effectiveFrom: parseDateOnly('2026-10-01'),
    effectiveTo: parseDateOnly('2026-12-31'),
  }
  const pairs = { ...quarter, columns: buildPairColumns(parsePairs('G0001\tG0002\t0\n', 'ptp.txt')) }
  const nothing: ClaimTableEditions = {
    pairs: { practitioner: [], facility: [] },
    unitLimits: { practitioner: [], facility: [] },
    addOns: [],
    policies: [],
    editorFlags: [],
    charges: [],
    coverage: [],
    hcpcs: createHcpcsTable([]),
    isPoaExempt: () => 'no-data',
  }
  const tables = createClaimTables({ ...nothing, pairs: { practitioner: [pairs], facility: [] } })
  const on = parseDateOnly('2026-11-02')

  test('find a pair whichever code is named first', () => {
    const value = { columnOne: 'G0001', columnTwo: 'G0002', indicator: 0 }
    for (const [a, b] of [
      ['G0001', 'G0002'],
      ['G0002', 'G0001'],
    ] as const) {
      expect(tables.findPair(a, b, { on, audience: 'practitioner' })).toEqual({
        state: 'found',
        value,
        edition: '2026Q4',
      })
    }
  })

  test('say none where the edition is loaded and silent, no-data for another audience or quarter', () => {
    expect(tables.findPair('G0001', 'G0003', { on, audience: 'practitioner' })).toEqual({
      state: 'none',
      edition: '2026Q4',
    })
    expect(tables.findPair('G0001', 'G0002', { on, audience: 'facility' }).state).toBe('no-data')
    const later = parseDateOnly('2027-01-01')
    expect(tables.findPair('G0001', 'G0002', { on: later, audience: 'practitioner' }).state).toBe('no-data')
  })

  test('say no-data for everything where nothing is imported', () => {
    const empty = createClaimTables(nothing)
    const code = parseIcd10Code('M17.11')
    for (const answer of [
      empty.findUnitLimit('G0001', { on, audience: 'practitioner' }),
      empty.findAddOn('G0001', on),
      empty.findPolicy('G0001', on),
      empty.findProcedureState('G0001', on),
      empty.listEditorFlags(code, on),
      empty.isPoaExempt(code, on),
    ]) {
      expect(answer.state).toBe('no-data')
    }
  })
})
