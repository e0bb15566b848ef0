// The same visit on EHRs that behave differently: where the draft goes, and what the person is told.
import type { Claim } from '@medplum/fhirtypes'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openSidebar } from './support/launch.ts'
import { fileDraft, getDraft, putTogether } from './support/panel.ts'
import { listClaims, search } from './support/record.ts'
import { openPage, useWorld, type World } from './support/stack.ts'
import { recordTraffic } from './support/traffic.ts'

/** Beside the words on the screen the same are announced. */
function getResult(page: Page, title: string): Locator {
  return page.locator('strong').filter({ hasText: title })
}

async function openDraft(world: World, patient: string): Promise<Page> {
  const page = await openPage(world, 420)
  await openSidebar(world, page, { patient })
  await putTogether(page)
  return page
}

describe.each([
  ['epic', 'an EHR of the Epic kind'],
  ['oracle', 'an EHR of the Oracle kind'],
] as const)('%s', (ehr, name) => {
  const getWorld = useWorld({ ehr })

  test(`${name} takes no draft: it is kept in Postil’s list, said before and after, and nothing is tried`, async () => {
    const world = getWorld()
    const page = await openPage(world, 420)
    const traffic = recordTraffic(page)
    await openSidebar(world, page, { patient: 'pat-knee' })
    await putTogether(page)
    await page.getByText(/The EHR does not take drafts, so this goes to Postil’s own list/).waitFor()
    await fileDraft(page)
    await getDraft(page)
      .getByText(/Kept in Postil’s list: the EHR does not take drafts/)
      .waitFor()
    await page.getByText(/Claim: this EHR does not take drafts/).waitFor()
    const { url } = world.stack.sandbox
    expect(traffic.to(`${url}/fhir`).filter((request) => traffic.writes().includes(request))).toEqual([])
    expect(await search(world, 'ChargeItem', { subject: 'Patient/pat-knee' })).toEqual([])
    await page.getByRole('button', { name: 'Withdraw draft' }).click()
    await page.getByRole('button', { name: 'Withdraw', exact: true }).click()
    await getResult(page, 'Taken off Postil’s list.').waitFor()
  })
})

describe('an EHR where a coder was faster', () => {
  const getWorld = useWorld()
  async function editUnits(world: World, patient: string): Promise<Claim> {
    const [claim] = await listClaims(world, patient)
    if (!claim) throw new Error('There is no claim.')
    const item = claim.item?.map((line) => ({ ...line, quantity: { value: 3 } })) ?? []
    await fetch(`${world.stack.sandbox.url}/open/fhir/Claim/${claim.id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify({ ...claim, item }),
    })
    return claim
  }

  test('shows three versions, keeps the coder’s by itself, and writes what is chosen', async () => {
    const world = getWorld()
    const page = await openDraft(world, 'pat-knee')
    await fileDraft(page)
    await getDraft(page)
      .getByText(/Saved in the EHR as a draft claim/)
      .waitFor()
    await editUnits(world, 'pat-knee')
    await fileDraft(page)
    await getResult(page, 'Someone changed this draft in the EHR.').waitFor()
    const units = page.getByRole('group', { name: 'Line 1, units' })
    await units.getByText(/When it was filed: 1\. Changed in the EHR\./).waitFor()
    expect(await units.getByRole('radio', { name: 'In the EHR now: 3' }).isChecked()).toBe(true)
    await units.getByRole('radio', { name: 'Here now: 1' }).check()
    await page.getByRole('button', { name: 'Save these choices in the EHR' }).click()
    await getResult(page, 'The draft in the EHR was brought up to date.').waitFor()
    const claims = await listClaims(world, 'pat-knee')
    expect(claims.map(({ item }) => item?.[0]?.quantity?.value)).toEqual([1])
  })

  test('keeps the EHR’s version where the person wants that, and does not ask again', async () => {
    const world = getWorld()
    const page = await openDraft(world, 'pat-copd')
    await fileDraft(page)
    await getDraft(page)
      .getByText(/Saved in the EHR as a draft claim/)
      .waitFor()
    await editUnits(world, 'pat-copd')
    await fileDraft(page)
    await page.getByRole('button', { name: 'Keep the EHR’s version' }).click()
    await getResult(page, 'The EHR’s version stays as it is.').waitFor()
    await fileDraft(page)
    await getResult(page, 'Already saved; nothing was changed.').waitFor()
    const claims = await listClaims(world, 'pat-copd')
    expect(claims.map(({ item }) => item?.[0]?.quantity?.value)).toEqual([3])
    await page.getByRole('button', { name: 'Withdraw draft' }).click()
    await page.getByRole('button', { name: 'Withdraw', exact: true }).click()
    await getResult(page, 'The draft in the EHR is cancelled.').waitFor()
    expect((await listClaims(world, 'pat-copd')).map(({ status }) => status)).toEqual(['cancelled'])
  })
})
