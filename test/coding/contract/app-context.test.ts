import { expect, test } from 'vitest'
import { formatAppContext, tryParseAppContext } from '#coding/contract/app-context.ts'
import { buildFingerprint } from '#coding/domain/fingerprint.ts'

test('what a card says is what the sidebar reads', () => {
  const fingerprint = buildFingerprint(['encounter-1', 'knee'])
  expect(tryParseAppContext(formatAppContext(fingerprint))).toBe(fingerprint)
})

test.each([
  '',
  'x',
  'null',
  '7',
  '[]',
  '{}',
  '{"prompt":7}',
  '{"prompt":""}',
  '{"prompt":"a b"}',
  `{"prompt":"${'x'.repeat(300)}"}`,
])('what is not ours opens nothing: %s', (text) => {
  expect(tryParseAppContext(text)).toBeUndefined()
})
