// Every code of every family, one minute and one level on each side.
import { describe, expect, test } from 'vitest'
import { visitLevels } from '#coding/claims/visit-levels.ts'
import {
  findCodeOfLevel,
  findCodeOfMinutes,
  getTopCode,
  hasMinutes,
  isByTimeAlone,
} from '#coding/claims/visits/choose-code.ts'
import type { DecisionLevel, VisitFamilyId } from '#coding/domain/visit-grid.ts'

/** Written out by hand from the public minutes: data that is wrong must not pass by agreeing with itself. */
const MINUTES: Readonly<Record<VisitFamilyId, Readonly<Record<string, number>>>> = {
  'office-new': { '99202': 15, '99203': 30, '99204': 45, '99205': 60 },
  'office-established': { '99212': 10, '99213': 20, '99214': 30, '99215': 40 },
  emergency: {},
  'hospital-initial': { '99221': 40, '99222': 55, '99223': 75 },
  'hospital-subsequent': { '99231': 25, '99232': 35, '99233': 50 },
  'hospital-same-day': { '99234': 45, '99235': 70, '99236': 85 },
  'hospital-discharge': { '99238': 0, '99239': 31 },
  'consult-office': { '99242': 20, '99243': 30, '99244': 40, '99245': 55 },
  'consult-hospital': { '99252': 35, '99253': 45, '99254': 60, '99255': 80 },
  'nursing-initial': { '99304': 25, '99305': 35, '99306': 50 },
  'nursing-subsequent': { '99307': 10, '99308': 20, '99309': 30, '99310': 45 },
  'home-new': { '99341': 15, '99342': 30, '99344': 60, '99345': 75 },
  'home-established': { '99347': 20, '99348': 30, '99349': 40, '99350': 60 },
}
const families = Object.entries(MINUTES).map(([family, codes]) => [family as VisitFamilyId, codes] as const)

describe('findCodeOfMinutes', () => {
  const boundaries = families.flatMap(([family, codes]) =>
    Object.entries(codes).map(([code, from], index, rows) => ({ family, code, from, below: rows[index - 1]?.[0] })),
  )
  test.each(boundaries)(
    '$family: $code begins at $from minutes; one less is $below',
    ({ family, code, from, below }) => {
      expect(findCodeOfMinutes(family, from)?.code).toBe(code)
      expect(findCodeOfMinutes(family, from + 1)?.code).toBe(code)
      expect(findCodeOfMinutes(family, from - 1)?.code).toBe(below)
    },
  )

  test.each(families)('%s has minutes or none', (family, codes) => {
    expect(hasMinutes(family)).toBe(Object.keys(codes).length > 0)
    expect(isByTimeAlone(family)).toBe(family === 'hospital-discharge')
    if (hasMinutes(family)) expect(getTopCode(family)).toBe(Object.keys(codes).at(-1))
  })
})

describe('findCodeOfLevel', () => {
  test.each<readonly [VisitFamilyId, readonly (string | undefined)[]]>([
    ['office-new', ['99202', '99203', '99204', '99205']],
    ['office-established', ['99212', '99213', '99214', '99215']],
    ['emergency', ['99282', '99283', '99284', '99285']],
    ['hospital-initial', ['99221', '99221', '99222', '99223']],
    ['hospital-subsequent', ['99231', '99231', '99232', '99233']],
    ['hospital-same-day', ['99234', '99234', '99235', '99236']],
    ['hospital-discharge', [undefined, undefined, undefined, undefined]],
    ['consult-office', ['99242', '99243', '99244', '99245']],
    ['consult-hospital', ['99252', '99253', '99254', '99255']],
    ['nursing-initial', ['99304', '99304', '99305', '99306']],
    ['nursing-subsequent', ['99307', '99308', '99309', '99310']],
    ['home-new', ['99341', '99342', '99344', '99345']],
    ['home-established', ['99347', '99348', '99349', '99350']],
  ])('%s: %j', (family, codes) => {
    const levels: readonly DecisionLevel[] = ['straightforward', 'low', 'moderate', 'high']
    expect(levels.map((level) => findCodeOfLevel(family, level)?.code)).toEqual(codes)
  })
})

test('every visit has a label of our own and none twice', () => {
  expect(new Set(visitLevels.map(({ code }) => code)).size).toBe(visitLevels.length)
  expect(new Set(visitLevels.map(({ label }) => label)).size).toBe(visitLevels.length)
  expect(visitLevels.map(({ label }) => label)).not.toContain('')
})
