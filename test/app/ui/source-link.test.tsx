import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { findPublication, SourceLink } from '#app/ui/source-link.tsx'
import { claimRules } from '#coding/claims/claim-rules.generated.ts'

describe('the source of a rule', () => {
  test.each([
    ['Medicare Claims Processing Manual', /cms018912$/],
    ['ICD-10-CM Official Guidelines', /icd-10-codes$/],
    ['CMS, National Correct Coding Initiative Policy Manual for Medicare Services', /medicare-ncci-policy-manual$/],
    ['CMS, Billing and Coding: Psychiatry and Psychology Services', /medicare-coverage-database/],
  ])('%s leads to its publisher', (title, address) => {
    expect(findPublication(title)).toMatch(address)
  })

  test('has no address where nothing public stands behind it', () => {
    expect(findPublication('Postil design')).toBeUndefined()
    const source = { title: 'Postil design', edition: '2026', section: '5' }
    expect(renderToStaticMarkup(<SourceLink source={source} />)).toBe('Postil design, 2026, 5')
  })

  test('opens beside the chart, and tells the publisher nothing about it', () => {
    const source = { title: 'FHIR R4', edition: '4.0.1', section: 'Claim' }
    expect(renderToStaticMarkup(<SourceLink source={source} />)).toMatch(
      /<a href="https:\/\/hl7\.org\/fhir\/R4\/" target="_blank" rel="noopener noreferrer">FHIR R4.*<\/a>, 4\.0\.1, Claim/,
    )
  })

  test('is on the web for nearly every rule, over an encrypted connection', () => {
    const addresses = claimRules.map(({ source }) => findPublication(source.title))
    const known = addresses.filter((address) => address !== undefined)
    expect(known.length / addresses.length).toBeGreaterThan(0.9)
    for (const address of known) expect(address).toMatch(/^https:\/\//)
  })
})
