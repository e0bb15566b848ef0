import { describe, expect, test } from 'vitest'
import { codesOf } from '../an-encounter.ts'

describe('what is said of each side', () => {
  test.each([
    ['in one line', 'POAG, moderate stage OD, mild stage OS', ['H40.1112', 'H40.1121']],
    ['side first', 'POAG, right eye moderate stage, left eye mild stage', ['H40.1112', 'H40.1121']],
    [
      'in two lines, in their order',
      'Moderate NPDR with macular edema, right eye.\nMild NPDR without macular edema, left eye.',
      ['E11.3311', 'E11.3292'],
    ],
    ['two fingers', 'Trigger finger, left ring; trigger thumb, right', ['M65.311', 'M65.342']],
  ])('is coded for that side: %s', (_, assessment, codes) => {
    expect(codesOf(`Assessment: ${assessment}`).toSorted()).toEqual(codes.toSorted())
  })

  test.each([
    ['the same of both', 'POAG, moderate stage, both eyes', ['H40.1132']],
    ['what is said of one side alone', 'Cataract, right. Nuclear sclerotic cataract, left', ['H25.13']],
    ['one side alone', 'POAG, moderate stage, right eye', ['H40.1112']],
  ])('%s is not divided', (_, assessment, codes) => {
    expect(codesOf(`Assessment: ${assessment}`)).toEqual(codes)
  })
})
