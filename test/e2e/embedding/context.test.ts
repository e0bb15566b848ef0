// The EHR's user opens, closes and leaves charts elsewhere on their screens, and the panel hears of it (FHIRcast).

import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ContextEvent } from '#sandbox/fhircast/hub.ts'
import { openSidebar } from '../support/launch.ts'
import { getCode } from '../support/panel.ts'
import { openPage, useWorld } from '../support/stack.ts'

const USER = 'prac-rivera'

describe('the context of the EHR’s user', () => {
  const getWorld = useWorld()
  let page: Page

  /** The panel follows a moment after it has opened; an event before that is nobody's. */
  async function announce(event: ContextEvent): Promise<void> {
    await expect.poll(() => getWorld().stack.sandbox.announce(USER, event)).toBe(1)
  }

  beforeEach(async () => {
    page = await openPage(getWorld(), 420)
    await openSidebar(getWorld(), page, { patient: 'pat-knee', user: USER })
    await getCode(page, 'M17.9').waitFor()
  })
  afterEach(() => page.context().close())

  test('another chart is said to be open, and no longer when this one is again', async () => {
    await announce({ name: 'Encounter-open', patientId: 'pat-wrist', encounterId: 'enc-wrist' })
    const notice = page.getByText('Another chart is open in the EHR. What stands here is still this visit.')
    await notice.waitFor()
    expect(await getCode(page, 'M17.9').count()).toBe(1)
    await announce({ name: 'Encounter-open', patientId: 'pat-knee', encounterId: 'enc-knee' })
    await notice.waitFor({ state: 'detached' })
  })

  test.each([
    [{ name: 'Encounter-close', patientId: 'pat-knee', encounterId: 'enc-knee' }, 'This chart was closed'],
    [{ name: 'UserLogout' }, 'You have signed out'],
  ] as const)('%j blanks the screen', async (event, heading) => {
    await announce(event)
    await page.getByRole('alert').getByRole('heading', { name: heading }).waitFor()
    expect(await page.locator('body').innerText()).not.toMatch(/knee|M17|Office visit/i)
  })

  test('another chart that is closed concerns nobody', async () => {
    await announce({ name: 'Encounter-close', patientId: 'pat-wrist', encounterId: 'enc-wrist' })
    await announce({ name: 'Encounter-open', patientId: 'pat-wrist', encounterId: 'enc-wrist' })
    await page.getByText('Another chart is open in the EHR.', { exact: false }).waitFor()
    expect(await getCode(page, 'M17.9').count()).toBe(1)
  })
})
