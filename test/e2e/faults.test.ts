// A network and servers that fail: what the person reads, and that there are never two Claims.
import type { Provenance } from '@medplum/fhirtypes'
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import type { Fault } from '#sandbox/faults.ts'
import { openSidebar } from './support/launch.ts'
import { fileDraft, getCode, getDraft, getQuestions, putTogether } from './support/panel.ts'
import { listClaims, rewriteNote, search } from './support/record.ts'
import { openPage, useWorld } from './support/stack.ts'
import { recordTraffic } from './support/traffic.ts'

describe('when something fails', () => {
  const getWorld = useWorld()
  let page: Page

  afterEach(async () => {
    getWorld().stack.sandbox.faults = undefined
    await page.context().close()
  })

  async function open(patient: string): Promise<void> {
    page = await openPage(getWorld(), 420)
    await openSidebar(getWorld(), page, { patient })
  }

  function failWrites(fault: Fault): void {
    getWorld().stack.sandbox.faults = ({ method, path }) =>
      method === 'POST' && path.startsWith('/fhir') ? fault : undefined
  }

  /** Ready to file, with the way into the EHR known: what fails from here on is the filing. */
  async function prepare(patient: string): Promise<string> {
    await open(patient)
    const code = await putTogether(page)
    await page.getByText('Goes to the EHR as a draft claim.').waitFor()
    return code
  }

  const result = (words: string | RegExp) => getDraft(page).getByText(words).waitFor()

  describe('while a draft is filed', () => {
    test.each([
      ['the EHR answers 500', 'pat-knee', { status: 500 }],
      ['the connection breaks before anything was done', 'pat-wrist', 'drop-before'],
    ] as const)('%s: nobody claims to know, and it is not sent again', async (_case, patient, fault) => {
      await prepare(patient)
      const traffic = recordTraffic(page)
      failWrites(fault)
      await fileDraft(page)
      await result('Nobody knows whether it arrived.')
      await result(/It will not be sent again by itself. Look in the EHR first./)
      getWorld().stack.sandbox.faults = undefined
      await Promise.all([page.waitForResponse(/\/v1\/writes/), fileDraft(page)])
      await result('Nobody knows whether it arrived.')
      expect(traffic.writes().filter((request) => request.url().includes('/fhir'))).toHaveLength(1)
      expect(await listClaims(getWorld(), patient)).toHaveLength(0)
    })

    // Chromium itself repeats a POST on another connection when a reused one breaks: the server really gets several.
    test('the connection breaks after it was done: the Claim is found, and there is one', async () => {
      await prepare('pat-copd')
      failWrites('drop-after')
      await fileDraft(page)
      await result(/Saved in the EHR as a draft claim/)
      getWorld().stack.sandbox.faults = undefined
      await fileDraft(page)
      await result(/Already saved; nothing was changed/)
      const claims = await listClaims(getWorld(), 'pat-copd')
      expect(claims).toHaveLength(1)
      const target = `Claim/${claims[0]?.id}`
      expect(await search<Provenance>(getWorld(), 'Provenance', { target })).toHaveLength(1)
    })

    test('the EHR is busy: that is said, and a minute later the same click files one', async () => {
      await prepare('pat-injection')
      failWrites({ status: 429 })
      await fileDraft(page)
      await result('The EHR is busy. Try again in a minute.')
      expect(await listClaims(getWorld(), 'pat-injection')).toHaveLength(0)
      getWorld().stack.sandbox.faults = undefined
      await fileDraft(page)
      await result(/Saved in the EHR as a draft claim/)
      expect(await listClaims(getWorld(), 'pat-injection')).toHaveLength(1)
    })

    test('the EHR finds a mistake: its words are shown, and the draft stays', async () => {
      const code = await prepare('pat-ankle')
      const outcome = {
        resourceType: 'OperationOutcome',
        issue: [{ severity: 'error', code: 'business-rule', details: { text: 'This visit is already closed.' } }],
      }
      failWrites({ status: 422, headers: { 'content-type': 'application/fhir+json' }, body: JSON.stringify(outcome) })
      await fileDraft(page)
      await result('The EHR did not accept the draft.')
      await result('This visit is already closed.')
      expect(await getDraft(page).innerText()).toContain(code)
    })
  })

  test('the EHR is away for a while: what was read stays, with a word, until it is back', async () => {
    await open('pat-knee')
    getWorld().stack.sandbox.faults = ({ path }) => (path.startsWith('/fhir/') ? 'drop-before' : undefined)
    await page.getByText('What you see may be out of date.').waitFor()
    expect(await getQuestions(page).getByRole('article').count()).toBeGreaterThan(0)
    getWorld().stack.sandbox.faults = undefined
    await page.getByText('What you see may be out of date.').waitFor({ state: 'detached' })
  })

  test('a part of the screen that does not come leaves the rest, and comes when it is asked for again', async () => {
    page = await openPage(getWorld(), 420)
    await openSidebar(getWorld(), page, { patient: 'pat-otitis' })
    // What the first view fetches late is there; only what is asked for from here on fails.
    await page.waitForLoadState('networkidle')
    const parts = /\/assets\//
    await page.route(parts, (route) => route.abort('connectionrefused'))
    await page.getByRole('button', { name: 'Keyboard' }).click()
    await page.getByText('The list of keys could not be shown.').waitFor()
    await page.getByRole('button', { name: 'Put one together by hand' }).click()
    await page.getByText('The draft could not be shown.').waitFor()
    await getCode(page, 'H66').first().waitFor()
    await page.unroute(parts)
    await getDraft(page).getByRole('button', { name: 'Show it again' }).click()
    await getDraft(page).getByRole('combobox', { name: 'Visit' }).waitFor()
    expect(
      await getDraft(page)
        .getByRole('combobox', { name: 'Visit' })
        .evaluate((field) => field.clientHeight),
    ).toBeGreaterThan(20)
    await page.getByRole('button', { name: 'Show it again' }).click()
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    expect(await page.evaluate(() => [...document.styleSheets].length)).toBe(
      await page.locator('link[rel=stylesheet]').count(),
    )
  })

  describe('the proxy', () => {
    async function codeByHand(code: string, words: string): Promise<void> {
      await page.getByText('Add diagnosis by code').click()
      await page.getByRole('combobox', { name: 'ICD-10-CM code' }).fill(code)
      await page.getByLabel('Words in the note that say it').fill(words)
      await page.getByRole('button', { name: 'Add diagnosis' }).click()
    }

    test('cannot be reached for a while: the chart stays, and new words are checked when it is back', async () => {
      await open('pat-knee')
      const api = `${getWorld().stack.proxy.url}/v1/**`
      await page.route(api, (route) => route.abort('connectionrefused'))
      await rewriteNote(getWorld(), 'note-knee-1', (text) =>
        text.replace('2. Hypertension', '2. Left wrist pain\n3. Hypertension'),
      )
      await page.getByText('Postil cannot be reached. The chart and manual coding still work.').waitFor()
      await getCode(page, 'M17.9').waitFor()
      await page.unroute(api)
      await getCode(page, 'M25.532').waitFor()
      await page.getByText(/Postil cannot be reached/).waitFor({ state: 'detached' })
    })

    test('is stopped while the sidebar is open: coding by hand still works, and filing says what it needs', async () => {
      page = await openPage(getWorld(), 420)
      // The last of what the sidebar fetches for later.
      const fetched = page.waitForResponse(/\/assets\/knowledge-/)
      await openSidebar(getWorld(), page, { patient: 'pat-chest-pain' })
      await (await fetched).finished()
      await getWorld().stack.proxy.stop()
      await page.getByRole('button', { name: 'Put one together by hand' }).click()
      await codeByHand('I10', 'Hypertension')
      await getDraft(page).getByRole('list', { name: 'Diagnoses in order' }).getByText('I10').waitFor()
      await page.getByRole('combobox', { name: 'Visit' }).selectOption('99213')
      await page.getByRole('button', { name: 'Add visit' }).click()
      await fileDraft(page)
      await result(/Postil’s server could not be reached, so nothing was filed/)
      expect(await listClaims(getWorld(), 'pat-chest-pain')).toHaveLength(0)
      expect(await getDraft(page).innerText()).toContain('99213')
    })
  })
})
