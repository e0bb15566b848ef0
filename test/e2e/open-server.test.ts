// The page for public FHIR servers without sign-in, where nobody says who the patient is.
import type { Provenance } from '@medplum/fhirtypes'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { fileDraft, getDraft, getQuestions, putTogether } from './support/panel.ts'
import { listClaims, search } from './support/record.ts'
import { openPage, useWorld } from './support/stack.ts'

describe('an open server', () => {
  const getWorld = useWorld()
  let page: Page

  beforeAll(async () => {
    page = await openPage(getWorld(), 420)
    await page.goto(`${getWorld().stack.proxy.url}/`)
  })

  test('is offered where nobody launched the sidebar, with a word about real data', async () => {
    const main = page.getByRole('main', { name: 'Connect to a FHIR server' })
    expect(await main.innerText()).toMatch(/synthetic patients only/)
    await page
      .getByRole('list', { name: 'Servers' })
      .getByRole('button', { name: /Open sandbox server/ })
      .click()
  })

  test('lists patients, and finds one by name', async () => {
    const patients = page.getByRole('list', { name: 'Patients' }).getByRole('button')
    await patients.first().waitFor()
    expect(await patients.count()).toBeGreaterThan(10)
    await page.getByRole('searchbox', { name: /Patient’s name/ }).fill('nobody by that name')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByText('No patient found.').waitFor()
    await page.getByRole('searchbox', { name: /Patient’s name/ }).fill('hollis')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /Hollister/ }).click()
  })

  test('shows the findings of the chosen encounter, with the patient’s name above them', async () => {
    await page.getByRole('list', { name: 'Encounters' }).getByRole('button').first().click()
    await page.getByRole('heading', { level: 1, name: /Hollister/ }).waitFor()
    await getQuestions(page).getByRole('article').filter({ hasText: /knee/i }).first().waitFor()
  })

  test('takes a draft Claim once, however often it is filed', async () => {
    await putTogether(page)
    await fileDraft(page)
    await getDraft(page)
      .getByText(/Saved in the EHR as a draft claim/)
      .waitFor()
    await fileDraft(page)
    await getDraft(page)
      .getByText(/Already saved; nothing was changed/)
      .waitFor()
    const [claim, ...others] = await listClaims(getWorld(), 'pat-knee')
    expect(others).toEqual([])
    expect(claim).toMatchObject({ status: 'draft', patient: { reference: 'Patient/pat-knee' } })
    const [provenance] = await search<Provenance>(getWorld(), 'Provenance', { target: `Claim/${claim?.id}` })
    expect(provenance?.agent.map(({ who }) => who.display ?? who.reference?.split('/')[0])).toEqual([
      'Device',
      'Person at an open server, not identified',
    ])
  })

  test('is never sent a token', async () => {
    const stranger = await openPage(getWorld(), 420)
    const authorizations: (string | null)[] = []
    stranger.on('request', (request) => {
      if (request.url().includes('/open/fhir'))
        void request.headerValue('authorization').then((v) => authorizations.push(v))
    })
    await stranger.goto(`${getWorld().stack.proxy.url}/`)
    await stranger.getByRole('button', { name: /Open sandbox server/ }).click()
    await stranger.getByRole('list', { name: 'Patients' }).waitFor()
    await expect.poll(() => authorizations.length).toBeGreaterThan(0)
    expect(authorizations.every((value) => value === null)).toBe(true)
  })
})
