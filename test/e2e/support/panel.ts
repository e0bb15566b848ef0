// What a person finds in the sidebar, by the names that a screen reader says.
import type { FrameLocator, Locator, Page } from 'playwright-core'

/** The sidebar in the chart's frame, or on a page of its own. */
export type Sidebar = Pick<FrameLocator & Page, 'getByRole' | 'getByText' | 'getByLabel'>

export function getQuestions(sidebar: Sidebar): Locator {
  return sidebar.getByRole('region', { name: 'Questions' })
}

export function getCode(sidebar: Sidebar, code: string): Locator {
  return sidebar.getByRole('region', { name: 'Codes' }).getByRole('article').filter({ hasText: code })
}

export function getDraft(sidebar: Sidebar): Locator {
  return sidebar.getByRole('region', { name: 'Draft claim' })
}

/**
 * The first diagnosis and a visit: the least that can be filed.
 * @returns the diagnosis, because which one stands first is for the engine's own tests to say.
 */
export async function putTogether(sidebar: Sidebar): Promise<string> {
  const label = await sidebar
    .getByRole('button', { name: /^Accept [A-Z]/ })
    .first()
    .getAttribute('aria-label')
  await sidebar.getByRole('button', { name: label ?? '', exact: true }).click()
  const code = label?.replace('Accept ', '') ?? ''
  await getDraft(sidebar).getByText(code).first().waitFor()
  await sidebar.getByRole('combobox', { name: 'Visit' }).selectOption('99213')
  await sidebar.getByRole('button', { name: 'Add visit' }).click()
  return code
}

export async function fileDraft(sidebar: Sidebar): Promise<void> {
  await sidebar.getByRole('button', { name: 'File draft' }).click()
}
