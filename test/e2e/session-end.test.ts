// The EHR's token ends while somebody works: it is renewed unseen, or the person is told and keeps their draft.
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSidebar } from './support/launch.ts'
import { fileDraft, getCode, getDraft, getQuestions, putTogether } from './support/panel.ts'
import { listClaims, rewriteNote } from './support/record.ts'
import { openPage, useWorld } from './support/stack.ts'
import { recordTraffic } from './support/traffic.ts'

describe('the end of an EHR session', () => {
  const getWorld = useWorld()
  let page: Page

  beforeEach(async () => {
    page = await openPage(getWorld(), 420)
  })
  afterEach(async () => {
    getWorld().stack.sandbox.faults = undefined
    await page.context().close()
  })

  function failRefresh(fault: 'refused' | 'drop-before'): void {
    getWorld().stack.sandbox.faults = ({ path }) => {
      if (path !== '/auth/token') return undefined
      return fault === 'drop-before' ? fault : { status: 400, body: JSON.stringify({ error: 'invalid_grant' }) }
    }
  }

  test('is not noticed where the EHR renews: the next version of the note is read', async () => {
    await openSidebar(getWorld(), page, { patient: 'pat-knee' })
    await getCode(page, 'M17.9').waitFor()
    getWorld().stack.sandbox.expireTokens()
    await rewriteNote(getWorld(), 'note-knee-1', (text) => text.replaceAll(' of the knee', ' of the left knee'))
    await getCode(page, 'M17.12').waitFor()
    expect(await page.getByText(/session has ended/).count()).toBe(0)
  })

  test('does not lose a write: the token is renewed and one Claim arrives', async () => {
    await openSidebar(getWorld(), page, { patient: 'pat-copd' })
    await putTogether(page)
    await page.getByText('Goes to the EHR as a draft claim.').waitFor()
    getWorld().stack.sandbox.expireTokens()
    await fileDraft(page)
    await getDraft(page)
      .getByText(/Saved in the EHR/)
      .waitFor()
    expect(await listClaims(getWorld(), 'pat-copd')).toHaveLength(1)
  })

  test('that is final is said, the draft stays on the screen, and nothing is written', async () => {
    await openSidebar(getWorld(), page, { patient: 'pat-wrist' })
    const code = await putTogether(page)
    failRefresh('refused')
    getWorld().stack.sandbox.expireTokens()
    await page.getByText('Your EHR session has ended. Open Postil again from the chart.').first().waitFor()
    await page.getByText('Your work on this page is kept until you close it.').waitFor()
    const draft = getDraft(page)
    expect(await draft.innerText()).toContain(code)
    expect(await draft.innerText()).toContain('99213')
    const file = draft.getByRole('button', { name: 'File draft' })
    expect(await file.getAttribute('aria-disabled')).toBe('true')
    const traffic = recordTraffic(page)
    await file.click({ force: true })
    expect(await getQuestions(page).getByRole('article').count()).toBeGreaterThan(0)
    // The rules of the draft may still be asked about it; the EHR is not written to.
    expect(traffic.writes().filter((one) => one.url().includes('/fhir/'))).toEqual([])
    expect(await listClaims(getWorld(), 'pat-wrist')).toEqual([])
  })

  test('that comes in the middle of filing is said, and the draft is kept', async () => {
    await openSidebar(getWorld(), page, { patient: 'pat-injection' })
    const code = await putTogether(page)
    await page.getByText('Goes to the EHR as a draft claim.').waitFor()
    const { sandbox } = getWorld().stack
    sandbox.faults = ({ method, path }) => {
      if (method !== 'POST' || path !== '/fhir') return undefined
      failRefresh('refused')
      return { status: 401 }
    }
    await fileDraft(page)
    await getDraft(page)
      .getByText(/Your EHR session has ended. Nothing was written/)
      .waitFor()
    expect(await getDraft(page).innerText()).toContain(code)
    expect(await listClaims(getWorld(), 'pat-injection')).toEqual([])
  })

  test('is not believed when only the network failed: it goes on when the EHR is back', async () => {
    await openSidebar(getWorld(), page, { patient: 'pat-asthma' })
    failRefresh('drop-before')
    getWorld().stack.sandbox.expireTokens()
    await page.getByText('The EHR could not be reached. Check the connection and try again.').waitFor()
    const gone = page.getByText(/EHR could not be reached/).waitFor({ state: 'detached' })
    getWorld().stack.sandbox.faults = undefined
    // It tries again by itself as well, and then the button goes with the message.
    const pressed = page.getByRole('button', { name: 'Try now' }).click()
    await Promise.race([gone, pressed.catch(() => undefined)])
    await gone
  })
})
