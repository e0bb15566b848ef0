// A launch from outside the chart: the server asks who and whom, the sidebar asks only what is still open.
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { fileDraft, getDraft, getQuestions, putTogether } from './support/panel.ts'
import { listClaims } from './support/record.ts'
import { openPage, useWorld } from './support/stack.ts'

describe('a standalone launch', () => {
  const getWorld = useWorld()
  afterEach(() => {
    getWorld().stack.sandbox.faults = undefined
  })

  async function openStandalone(): Promise<Page> {
    const { sandbox, proxy } = getWorld().stack
    const page = await openPage(getWorld(), 420)
    await page.goto(`${proxy.url}/launch.html?iss=${encodeURIComponent(`${sandbox.url}/fhir`)}`)
    return page
  }

  async function choose(page: Page, ...names: readonly RegExp[]): Promise<void> {
    for (const name of names) await page.getByRole('radio', { name }).check()
    await page.getByRole('button', { name: 'Continue' }).click()
  }

  test('goes from the pickers of the server to a Claim in the EHR', async () => {
    const page = await openStandalone()
    await choose(page, /Elena Rivera/, /Margaret Anne Hollister/)
    await choose(page, /knee/i)
    await page.getByRole('heading', { level: 1, name: /Hollister/ }).waitFor()
    await getQuestions(page).getByRole('article').filter({ hasText: /knee/i }).first().waitFor()
    await putTogether(page)
    await fileDraft(page)
    await getDraft(page)
      .getByText(/Saved in the EHR as a draft claim/)
      .waitFor()
    const [claim, ...others] = await listClaims(getWorld(), 'pat-knee')
    expect(others).toEqual([])
    expect(claim).toMatchObject({
      status: 'draft',
      item: [{ encounter: [{ reference: 'Encounter/enc-knee' }] }],
    })
  })

  test('asks for the encounter itself where the server names only a patient, and a reload keeps the choice', async () => {
    const { sandbox } = getWorld().stack
    const configuration = (await (await fetch(`${sandbox.url}/fhir/.well-known/smart-configuration`)).json()) as {
      capabilities: string[]
    }
    const capabilities = configuration.capabilities.filter((name) => name !== 'context-standalone-encounter')
    sandbox.faults = ({ path }) =>
      path === '/fhir/.well-known/smart-configuration'
        ? {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ ...configuration, capabilities }),
          }
        : undefined
    const page = await openStandalone()
    await choose(page, /Elena Rivera/, /Walter Abernathy/)
    await page.getByRole('heading', { name: 'Which encounter?' }).waitFor()
    const choices = page.getByRole('main', { name: 'Choose the encounter' }).getByRole('button')
    expect(await choices.count()).toBe(2)
    await choices.first().click()
    await page.getByRole('heading', { level: 1, name: /Abernathy/ }).waitFor()
    await page.getByText(/^Checked \d/).waitFor()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: /Abernathy/ }).waitFor()
    await page.getByText(/^Checked \d/).waitFor()
  })

  test('that the person cancels ends in a sentence, and nothing is shown', async () => {
    const page = await openStandalone()
    await page.getByRole('button', { name: 'Cancel' }).click()
    const alert = page.getByRole('alert')
    expect(await alert.innerText()).toMatch(/did not let you open Postil/)
    expect(new URL(page.url()).searchParams.get('error_description')).toBeNull()
  })
})
