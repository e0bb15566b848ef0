import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PreparedDraft } from '#app/features/work/prepared-draft.tsx'

const draw = (changes: Partial<Parameters<typeof PreparedDraft>[0]>) =>
  renderToStaticMarkup(
    <PreparedDraft mark="review" laidOut={2} standing={2} codes={['I10', 'E11.9']} onTake={() => {}} {...changes} />,
  )

test('is marked as software’s, and waits for a click', () => {
  const markup = draw({})
  expect(markup).toContain('Prepared by software, for your review.')
  expect(markup).toContain('Take over 2 codes')
  expect(markup).not.toContain('changed since')
})

test('says what no longer stands, and what is decided', () => {
  expect(draw({ standing: 1, codes: ['I10'] })).toContain('1 of 2 codes still stand')
  expect(draw({ codes: [] })).not.toContain('<button')
})

test('lays out nothing where the visit was drawn for full review', () => {
  const markup = draw({ mark: 'full-review', codes: [] })
  expect(markup).toContain('drawn for full review')
  expect(markup).not.toContain('<button')
})
