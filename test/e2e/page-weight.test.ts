// What the page weighs before its first card: a clinician's panel opens quickly because it carries no coder's tools.
import { describe, expect, test } from 'vitest'
import { findScriptsWith, weighPage } from '../../scripts/bench/page-weight.ts'

const SITE = 'dist/app'
const KB = 1024

describe('the built sidebar', () => {
  const page = weighPage(SITE)

  test('starts with at most 190 KB of compressed JavaScript', () => {
    expect(page.scripts.length).toBeGreaterThan(0)
    expect(page.scriptBytes).toBeLessThanOrEqual(190 * KB)
  })

  test('asks for few files', () => {
    expect(page.scripts.length).toBeLessThanOrEqual(5)
  })

  test.each([
    ['the workbench of the coder', 'Width of the note'],
    ['the draft', 'Add diagnosis by code'],
    ['the list of keys', 'walk through answers'],
    ['the knowledge for coding without the server', 'osteoarthritis of hip'],
  ])('fetches %s only when somebody needs it', (_, words) => {
    const files = findScriptsWith(SITE, words)
    expect(files.length).toBeGreaterThan(0)
    expect(page.scripts.filter((file) => files.includes(file))).toEqual([])
  })
})
