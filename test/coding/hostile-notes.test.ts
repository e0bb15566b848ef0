// Notes of 200 KB that once cost the square of their length; the runner's own limit would end such a test.
import { expect, test } from 'vitest'
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { aNote, aRecord } from '../app/features/builders.ts'

const knowledge = loadKnowledge()
const codeSet = createEmbeddedCodeSet(knowledge)

test.each(['depression: ', '- depression\n', 'HTN\n', 'sepsis ', 'depression, anxiety and HTN. '])(
  '200 KB of %j are read to their end',
  (piece) => {
    const text = `Assessment: ${piece.repeat(200_000 / piece.length)}`.slice(0, 200_000)
    const record = aRecord({ notes: [aNote({ text })] })
    for (const finding of analyseEncounter({ record, knowledge, codeSet }).findings) {
      const evidence = finding.kind === 'prompt' ? finding.prompt.evidence : finding.evidence
      for (const { start, end, quote } of evidence) expect(text.slice(start, end)).toBe(quote)
    }
  },
)
