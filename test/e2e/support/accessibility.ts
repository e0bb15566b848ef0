// What a machine can say about access for all (WCAG 2.2 AA).
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** What another colour scheme can change: names, roles and order stay as they were. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

type Scope = {
  /** A part of the page, by its selector. */
  readonly within?: string
  /** For a page that was tried with all rules in another colour scheme. */
  readonly only?: 'colours'
}

/** Each with the elements that it is about; what passed is not asked for, because its telling takes longer than finding out. */
export async function findViolations(page: Page, { within, only }: Scope = {}): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] })
  if (only === 'colours') axe.withRules(COLOUR_RULES)
  else axe.withTags(TAGS)
  if (within !== undefined) axe.include(within)
  // Results of frames are put together in a page of its own each time.
  const { violations } = await axe.setLegacyMode(page.frames().length === 1).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}
