import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ClaimTotal } from '#app/features/draft/claim-total.tsx'
import type { DraftLine } from '#coding/domain/draft-claim.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'

const at = (cents: number, over: Partial<DraftLine> = {}) =>
  aLine('99213', { price: { cents, currency: 'USD' }, ...over })

test.each<readonly [string, readonly DraftLine[], string]>([
  ['sums units times charge', [at(11050, { units: 2 }), at(999)], 'Total charge: 230.99 USD'],
  ['is silent where no line has a charge, as without a fee schedule', [aLine(), aLine()], ''],
  ['gives no total where a line has none', [at(100), aLine()], 'No total: one line has no charge.'],
  ['counts the lines without', [at(100), aLine(), aLine()], 'No total: 2 lines have no charge.'],
  [
    'leaves a line of minutes without a charge',
    [at(100), at(100, { minutes: 30 })],
    'No total: one line has no charge.',
  ],
  [
    'does not add currencies',
    [at(100), aLine('99213', { price: { cents: 100, currency: 'CAD' } })],
    'No total: the charges are in more than one currency.',
  ],
])('%s', (_, lines, words) => {
  const text = renderToStaticMarkup(<ClaimTotal claim={{ lines }} />).replaceAll(/<[^>]+>/g, '')
  expect(text).toBe(words)
})
