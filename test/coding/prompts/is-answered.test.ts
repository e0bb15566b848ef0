import { describe, expect, test } from 'vitest'
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { isAnswered } from '#coding/prompts/is-answered.ts'
import { aNote, aRecord } from '../../app/features/builders.ts'

const knowledge = loadKnowledge()
const codeSet = createEmbeddedCodeSet(knowledge)

function analyse(text: string): readonly Finding[] {
  return analyseEncounter({ record: aRecord({ notes: [aNote({ text })] }), knowledge, codeSet }).findings
}

function askedIn(text: string) {
  const asked = analyse(text).flatMap((finding) => (finding.kind === 'prompt' ? [finding.prompt] : []))[0]
  if (!asked) throw new TypeError('Nothing is asked.')
  return asked
}

/** With the notes at hand, as the proxy has them. */
function isAnsweredBy(before: string, after: string): boolean {
  return isAnswered(askedIn(before), analyse(after), [aNote({ text: after })])
}

describe('a question without an axis', () => {
  test.each([
    ['the code is no longer an open one', 'Assessment: CAD', 'Assessment: CAD with stable angina'],
    ['a doubt has become a diagnosis', 'Assessment: Probable pneumonia', 'Assessment: Pneumonia'],
    ['the words beside it say what was asked', 'Assessment: CAD', 'Assessment: CAD, no angina'],
  ])('was answered when %s', (_, before, after) => {
    expect(isAnsweredBy(before, after)).toBe(true)
  })

  test.each([
    ['the condition is gone', 'Assessment: CAD. HTN.', 'Assessment: HTN.'],
    ['a doubt was dropped', 'Assessment: Probable pneumonia', 'Assessment: Cough'],
    ['it is still asked', 'Assessment: CAD', 'Assessment: CAD. HTN.'],
    ['the condition is coded from other words and as openly', 'Assessment: CAD', 'Assessment: Coronary artery disease'],
  ])('was not answered when %s', (_, before, after) => {
    expect(isAnsweredBy(before, after)).toBe(false)
  })
})

describe('a question that is no longer asked', () => {
  test.each([
    ['the side', 'Assessment: knee OA', 'Assessment: right knee OA'],
    ['both sides', 'Assessment: knee OA', 'Assessment: knee OA of both knees'],
    ['the side, among other changes', 'Assessment: knee OA. HTN.', 'Assessment: left knee OA. Obesity.'],
    ['how a broad word was meant', 'Assessment: diabetes uncontrolled', 'Assessment: diabetes with hyperglycemia'],
  ])('was answered when the note now says %s', (_, before, after) => {
    expect(isAnswered(askedIn(before), analyse(after))).toBe(true)
  })

  test.each([
    ['the words are gone', 'Assessment: knee OA. HTN.', 'Assessment: HTN.'],
    ['the note is empty', 'Assessment: knee OA', ''],
    ['the condition is denied', 'Assessment: knee OA', 'Assessment: no knee OA'],
    ['only the broad word is gone', 'Assessment: diabetes uncontrolled', 'Assessment: diabetes'],
    ['another condition has a side', 'Assessment: knee OA', 'Assessment: right hip OA'],
    ['it is still open', 'Assessment: knee OA', 'Assessment: knee OA'],
  ])('was not answered when %s', (_, before, after) => {
    expect(isAnswered(askedIn(before), analyse(after))).toBe(false)
  })
})
