import { describe, expect, test } from 'vitest'
import { codesOf } from '../an-encounter.ts'

const codesFor = (assessment: string): string => codesOf(`Assessment: ${assessment}`).join(' ')

describe('other wordings of a term', () => {
  test.each([
    ['Hx of DVT', 'Z86.718'],
    ['h/o DVT', 'Z86.718'],
    ['prior DVT', 'Z86.718'],
    ['H/o melanoma', 'Z85.820'],
    ['s/p CABG', 'Z95.1'],
    ['S/p ICD', 'Z95.810'],
    ['h/o cholecystectomy', 'Z90.49'],
    ['vit D def', 'E55.9'],
    ['iron def anemia', 'D50.9'],
    ['hepatitis A', 'B15.9'],
    ['Bunion, left foot', 'M21.612'],
    ['Hallux valgus, left', 'M20.12'],
    ['pleuritic chest pain', 'R07.81'],
    ['chest pain on breathing', 'R07.1'],
    ['sore throat', 'J02.9'],
    ['weight loss', 'R63.4'],
    ['nocturnal leg cramps', 'G47.62'],
    ['stye of the left upper eyelid', 'H00.014'],
    ['lipoma of the back', 'D17.1'],
    ['IT band syndrome, right', 'M76.31'],
  ])('%s', (assessment, codes) => {
    expect(codesFor(assessment)).toBe(codes)
  })

  test.each([
    'no history of DVT',
    'no h/o DVT',
    'A hepatitis is ruled out',
    'recommended weight loss',
    'dental visit prior to radiation therapy',
    'No abnormal uterine bleeding',
    'pain',
  ])('"%s" is none', (assessment) => {
    expect(codesFor(assessment)).toBe('')
  })
})

describe('the spine by its levels', () => {
  test.each([
    ['facet arthropathy L4-5', 'M47.816'],
    ['facet arthropathy L5-S1', 'M47.817'],
    ['spondylosis C3-4', 'M47.812'],
    ['spinal stenosis C5-C6', 'M48.02'],
    ['spinal stenosis L3/4 with neurogenic claudication', 'M48.062'],
    ['DDD L5/S1', 'M51.379'],
    ['disc herniation L4-5 with radiculopathy', 'M51.16'],
    ['cervical disc herniation C5-6 with radiculopathy', 'M50.122'],
    ['herniated nucleus pulposus C5-C6', 'M50.222'],
    ['cervical disc herniation', 'M50.20'],
    ['spondylosis', 'M47.819'],
  ])('%s', (assessment, codes) => {
    expect(codesFor(assessment)).toBe(codes)
  })
})

describe('fingers, ribs and ears', () => {
  test.each([
    ['Trigger finger, right index', 'M65.321'],
    ['Trigger finger, left little finger', 'M65.352'],
    ['Trigger finger', 'M65.30'],
    ['left 4th-6th rib fractures', 'S22.42XA'],
    ['Fractures of the right 4th and 5th ribs', 'S22.41XA'],
    ['fracture of the left 7th rib; mixed hearing loss, right', 'S22.32XA H90.71'],
  ])('%s', (assessment, codes) => {
    expect(codesFor(assessment)).toBe(codes)
  })
})

describe('a slash between two conditions', () => {
  test.each([
    ['sets alternatives against each other', 'URTI/influenza', ''],
    ['names both', 'HTN/HLD', 'I10 E78.5'],
    ['names both of one chapter', 'anxiety/depression', 'F41.9 F32.A'],
  ])('%s', (_, assessment, codes) => {
    expect(codesFor(assessment)).toBe(codes)
  })
})
