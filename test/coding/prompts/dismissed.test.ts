// A dismissed question stays away as long as the same words stand behind it; the engine asks its caller, who remembers.
import { describe, expect, test } from 'vitest'
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import type { PromptFinding } from '#coding/domain/finding.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import { anEncounter, codeSet, knowledge } from '../an-encounter.ts'

function promptsOf(text: string, dismissed: readonly Fingerprint[] = []): PromptFinding[] {
  const isDismissed = (fingerprint: Fingerprint): boolean => dismissed.includes(fingerprint)
  const { findings } = analyseEncounter({ record: anEncounter({ notes: [text] }), knowledge, codeSet, isDismissed })
  return findings.filter((finding) => finding.kind === 'prompt')
}

describe('a dismissed question', () => {
  const text = 'Assessment:\n1. Knee OA\n2. Asthma'
  const [knee] = promptsOf(text)
  const dismissed = knee === undefined ? [] : [knee.fingerprint]

  test('does not return, and nothing else of its condition takes its place', () => {
    expect(promptsOf(text).map(({ prompt }) => prompt.concept)).toEqual(['knee-osteoarthritis', 'asthma'])
    expect(promptsOf(text, dismissed).map(({ prompt }) => prompt.concept)).toEqual(['asthma'])
  })

  test('does not return because something else was typed', () => {
    expect(promptsOf(`${text}\n3. Hypertension`, dismissed).map(({ prompt }) => prompt.concept)).toEqual(['asthma'])
  })

  test('returns when the words behind it are others', () => {
    const changed = 'Assessment:\n1. Osteoarthritis of the knee\n2. Asthma'
    expect(promptsOf(changed, dismissed).map(({ prompt }) => prompt.concept)).toContain('knee-osteoarthritis')
  })
})
