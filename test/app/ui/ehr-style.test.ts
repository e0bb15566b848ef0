import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildStyleTokens } from '#app/ui/ehr-style.ts'

describe('the look that an EHR asks for', () => {
  test('is taken over when it is legible', () => {
    expect(
      buildStyleTokens({
        color_background: '#EDEDED',
        color_text: '#303030',
        color_highlight: '#1f4e79',
        dim_border_radius: '6px',
        font_family_body: "Georgia, 'Segoe UI', serif",
      }),
    ).toEqual({
      '--paper': '#ededed',
      'color-scheme': 'light',
      '--ink': '#303030',
      '--accent': '#1f4e79',
      '--accent-ground': '#1f4e79',
      '--radius': '6px',
      '--font': 'Georgia, "Segoe UI", serif, system-ui',
    })
  })

  test('turns the panel dark with a dark ground', () => {
    expect(buildStyleTokens({ color_background: '#101010' })).toMatchObject({ 'color-scheme': 'dark' })
  })

  test.each([
    ['text that cannot be read on its ground', { color_background: '#ffffff', color_text: '#cccccc' }, '--ink'],
    ['a ground in between light and dark', { color_background: '#888888' }, '--paper'],
    ['a value that loads something', { color_background: 'url(https://elsewhere.example/x)' }, '--paper'],
    ['a font that would have to be fetched', { font_family_body: 'Comic; } body { display: none' }, '--font'],
    ['a radius in other units', { dim_border_radius: 'calc(100vw)' }, '--radius'],
    ['text without a ground to judge it against', { color_text: '#000000' }, '--ink'],
  ])('refuses %s', (_name, style, token) => {
    expect(buildStyleTokens(style)).not.toHaveProperty(token)
  })

  test.each([null, undefined, 'x', 3, []])('ignores %s', (style) => {
    expect(buildStyleTokens(style)).toEqual({})
  })

  test('lets no text through, whatever the EHR sends', () => {
    const keys = ['color_background', 'color_text', 'color_highlight', 'dim_border_radius', 'font_family_body']
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), fc.string()), (style) => {
        for (const value of Object.values(buildStyleTokens(style))) expect(value).not.toMatch(/[;{}()\\<]/)
      }),
    )
  })
})
