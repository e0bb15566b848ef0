// A dismissed question stays away as long as the same words stand behind it; the caller of the engine remembers it.
import { describe, expect, test } from 'vitest'
import { parseFingerprint } from '#coding/domain/ids.ts'
import { describeQuestion } from '#coding/prompts/describe-question.ts'
import { advance, dropDismissed, emptyLifecycle, type Lifecycle } from '#coding/prompts/lifecycle.ts'
import { analyse, anEncounter, findPrompts } from '../an-encounter.ts'

/** The life of the questions of one note after its first was put away. */
function dismissFirst(text: string): Lifecycle {
  const record = anEncounter({ notes: [text] })
  const questions = findPrompts(record).map((finding) => describeQuestion(finding, record))
  const asked = { kind: 'analysed', source: 'rule', questions, answered: [], newResults: [] } as const
  const fingerprint = questions[0]?.fingerprint ?? parseFingerprint('f'.repeat(64))
  return advance(advance(emptyLifecycle, asked), { kind: 'dismissed', fingerprint, reason: 'already-documented' })
}

function conceptsOf(text: string, lifecycle: Lifecycle = emptyLifecycle): string[] {
  const found = dropDismissed(analyse(anEncounter({ notes: [text] })), lifecycle)
  return found.flatMap((finding) => (finding.kind === 'prompt' ? [finding.prompt.concept] : []))
}

describe('a dismissed question', () => {
  const text = 'Assessment:\n1. Knee OA\n2. Asthma'
  const dismissed = dismissFirst(text)

  test('does not return, and nothing else of its condition takes its place', () => {
    expect(conceptsOf(text)).toEqual(['knee-osteoarthritis', 'asthma'])
    expect(conceptsOf(text, dismissed)).toEqual(['asthma'])
  })

  test('takes no code with it', () => {
    const whole = analyse(anEncounter({ notes: [text] }))
    const codes = whole.filter(({ kind }) => kind === 'code')
    expect(dropDismissed(whole, dismissed).filter(({ kind }) => kind === 'code')).toEqual(codes)
  })

  test('does not return because something else was typed', () => {
    expect(conceptsOf(`${text}\n3. Hypertension`, dismissed)).toEqual(['asthma'])
  })

  test('returns when the words behind it are others', () => {
    expect(conceptsOf('Assessment:\n1. Osteoarthritis of the knee\n2. Asthma', dismissed)).toContain(
      'knee-osteoarthritis',
    )
  })
})
