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

/** One diagnosis and one visit: the least that can be filed. */
export async function putTogether(sidebar: Sidebar, code: string, visit = '99213'): Promise<void> {
  await sidebar.getByRole('button', { name: `Accept ${code}`, exact: true }).click()
  await sidebar.getByLabel('Add visit').selectOption(visit)
}

export async function fileDraft(sidebar: Sidebar): Promise<void> {
  await sidebar.getByRole('button', { name: 'File draft' }).click()
}
