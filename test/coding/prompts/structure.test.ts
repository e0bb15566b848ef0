// Questions for codes that only the official release knows, derived from its titles.
import { beforeAll, describe, expect, test } from 'vitest'
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { createReleaseCodeSet, type ReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import type { PromptContent } from '#coding/domain/prompt.ts'
import { gapData } from '#coding/prompts/signs/gaps.generated.ts'
import { buildTitleWords, readTitle } from '#coding/prompts/structure/read-title.ts'
import { describeWithShared } from '../../support/shared-data.ts'
import { anEncounter, knowledge } from '../an-encounter.ts'
import { loadFiscal2026 } from './fiscal-2026.ts'

const words = buildTitleWords(gapData.structure)
const read = (title: string) => {
  const reading = readTitle(title, words)
  return reading && { core: reading.core, values: reading.values.map(({ label }) => label) }
}

describe('a title is what it names and how it differs', () => {
  test.each([
    ['Cellulitis of right lower limb', 'cellulitis', ['right', 'lower limb']],
    ['Acute oophoritis', 'oophoritis', ['acute']],
    ['Oophoritis, unspecified', 'oophoritis', []],
    [
      'Sprain of unspecified ligament of left ankle, subsequent encounter',
      'ligament sprain',
      ['left', 'ankle', 'routine care while healing'],
    ],
  ])('%s', (title, core, values) => {
    expect(read(title)).toEqual({ core, values })
  })

  test('a residual class is a family of its own, two values of one axis are none', () => {
    expect(read('Other cellulitis')?.core).not.toBe(read('Cellulitis')?.core)
    expect(read('Acute and subacute endocarditis, chronic')).toBeUndefined()
  })
})

describeWithShared('code-sets', 'with FY2026 loaded', () => {
  let codeSet: ReleaseCodeSet

  beforeAll(() => {
    codeSet = createReleaseCodeSet([loadFiscal2026()])
  })

  function promptsOf(text: string): PromptContent[] {
    const { findings } = analyseEncounter({ record: anEncounter({ notes: [text] }), knowledge, codeSet })
    return findings.flatMap((finding) => (finding.kind === 'prompt' ? [finding.prompt] : []))
  }

  test.each([
    ['acuity', 'Assessment: Oophoritis', ['Acute', 'Chronic']],
    ['type', 'Assessment: Uterine fibroids', ['Intramural', 'Submucous', 'Subserosal']],
    [
      'type',
      'Assessment: Fibroid uterus\nPlan: endometrial biopsy sent to pathology',
      ['Intramural', 'Submucous', 'Subserosal'],
    ],
    ['site', 'Assessment: Synovitis', []],
    ['laterality', 'Assessment: Breast fibrosclerosis', ['Bilateral', 'Left', 'Right']],
  ])('asks for the %s', (axis, text, options) => {
    const [asked] = promptsOf(text)
    expect(asked?.axes).toContain(axis)
    expect(asked?.options.map((option) => option.text)).toEqual(options)
  })

  test.each([
    ['it is stated', 'Assessment: Acute oophoritis'],
    ['it stands below the problem', 'Assessment:\n1. Uterine fibroids\n- large submucous fibroid'],
    ['it stands elsewhere in the note', 'Imaging: submucosal and submucous masses.\nAssessment: Uterine fibroids'],
    ['the clinician says that it is not known', 'Assessment: Oophoritis, acuity unknown'],
    ['any note of the record names the site', 'Exam: boggy shoulder.\nAssessment: Synovitis'],
    ['the specimen is with the pathologist', 'Assessment: Fibroid uterus\nPlan: This specimen was sent to pathology'],
    ['it is denied', 'Assessment: No oophoritis.'],
    ['it is of a relative', 'Family history: mother with oophoritis.\nAssessment: Well adult.'],
    ['the family has no such axis', 'Assessment: Essential hypertension'],
    ['nobody would be helped', 'Assessment: Osteopenia'],
  ])('is silent when %s', (_, text) => {
    const kinds = ['specificity', 'laterality', 'encounter-phase']
    expect(promptsOf(text).filter(({ promptKind }) => kinds.includes(promptKind))).toEqual([])
  })

  test('words an option as a clinician would, never as a title does', () => {
    for (const text of ['Oophoritis', 'Uterine fibroids', 'Hip fracture', 'Retinal detachment', 'Colon cancer']) {
      for (const { options } of promptsOf(`Assessment: ${text}`)) {
        for (const option of options)
          expect(option.text).not.toMatch(/unspecified|other specified|, initial encounter/i)
      }
    }
  })
})
