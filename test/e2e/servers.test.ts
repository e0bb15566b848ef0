// The same visit on EHRs that behave differently: where the draft goes, and what the person is told.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChargeItem, Claim } from '@medplum/fhirtypes'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { importCodeSets } from '#proxy/code-sets/import-code-sets.ts'
import { createReleaseStore } from '#proxy/code-sets/release-store.ts'
import { listSourceFiles } from '#proxy/code-sets/source-file.ts'
import { openSidebar } from './support/launch.ts'
import { measureOverflow } from './support/layout.ts'
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

/** Made-up charges, as a site imports its own, and two rows of HCPCS Level II. */
async function importTables(dataDir: string): Promise<void> {
  const source = join(dataDir, 'charges')
  await mkdir(source)
  const rows = ['code,modifier,charge,currency,from,to', '99213,,101.10,USD,,', '96127,,7.00,USD,,']
  await writeFile(join(source, 'site-charges-2026.csv'), `${rows.join('\n')}\n`)
  const hcpcs = [
    'kind\tcode\tlong_description\tshort_description\tcoverage\tadded\tterminated',
    'code\tJ1030\tInjection, methylprednisolone acetate, 40 mg\tMethylprednisolone 40 mg\tC\t20000101\t',
    'code\tJ3301\tInjection, triamcinolone acetonide, 10 mg\tTriamcinolone 10 mg\tC\t20000101\t',
  ]
  await writeFile(join(source, 'hcpcs-level2-2026-oct.tsv'), `${hcpcs.join('\n')}\n`)
  await importCodeSets({
    store: createReleaseStore(dataDir),
    files: await listSourceFiles(source),
    report: () => undefined,
    acceptance: { by: 'a test', at: '2026-11-02T09:00:00Z', terms: 'the terms' },
  })
}

describe('charges that are posted at once', () => {
  const getWorld = useWorld({ ehr: 'oracle', prepare: importTables })
  const post = (page: Page) => page.getByRole('button', { name: 'Post charges' })

  test('a coder finds a service of HCPCS by its words and takes it, by keyboard alone', async () => {
    const world = getWorld()
    const page = await openPage(world, 1440)
    await openSidebar(world, page, { patient: 'pat-knee', user: 'coder-lindqvist' })
    const field = page.getByRole('combobox', { name: 'Add line by code' })
    await field.focus()
    await page.keyboard.type('triamcinolone')
    const found = page.getByRole('listbox', { name: 'Codes found' }).getByRole('option')
    await expect.poll(() => found.allInnerTexts()).toEqual([expect.stringMatching(/^J3301\s/)])
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 900 })
      await field.scrollIntoViewIfNeeded()
      expect(await measureOverflow(page)).toBe(0)
      await page.screenshot({ path: `test-results/hcpcs-${width}.png` })
    }
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await field.inputValue()).toBe('J3301')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Lines' }).getByRole('group').filter({ hasText: 'J3301' }).waitFor()
    await field.fill('9921')
    expect(await found.count()).toBe(0)
    await page.context().close()
  })

  test('a coder sees the total by the site’s fee schedule, is asked, and posts each line once', async () => {
    const world = getWorld()
    const page = await openPage(world, 1100)
    await openSidebar(world, page, { patient: 'pat-diabetes-ckd', user: 'coder-lindqvist' })
    await putTogether(page)
    const draft = getDraft(page)
    await draft.getByText('Total charge: 101.10 USD').waitFor()
    for (const width of [1100, 360, 320]) {
      await page.setViewportSize({ width, height: 900 })
      await post(page).scrollIntoViewIfNeeded()
      expect(await measureOverflow(page)).toBe(0)
      await page.screenshot({ path: `test-results/post-charges-${width}.png` })
    }
    // From a check to its line by one key.
    const check = page.getByRole('list', { name: 'Checks of the draft' }).getByRole('listitem')
    await check.filter({ hasText: 'Go to line 1' }).first().focus()
    await page.keyboard.press('l')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('Units')
    await post(page).click()
    const dialog = page.getByRole('dialog', { name: 'Post the charges' })
    await dialog.getByText(/This posts one charge in the EHR: 99213 × 1/).waitFor()
    expect(await measureOverflow(page)).toBe(0)
    await page.screenshot({ path: 'test-results/post-charges-dialog-320.png' })
    await dialog.getByRole('button', { name: 'Not now' }).click()
    expect(await search(world, 'ChargeItem', { subject: 'Patient/pat-diabetes-ckd' })).toEqual([])
    await post(page).click()
    await dialog.getByRole('button', { name: 'Post', exact: true }).click()
    await getResult(page, 'The charges are posted in the EHR.').waitFor()
    const charges = await search<ChargeItem>(world, 'ChargeItem', { subject: 'Patient/pat-diabetes-ckd' })
    expect(charges.map(({ status }) => status)).toEqual(['billable'])
    // Nothing is offered that would post or file it again.
    await post(page).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Credit charges' }).first().click()
    await page.setViewportSize({ width: 360, height: 900 })
    const crediting = page.getByRole('dialog', { name: 'Credit the charges' })
    expect(await measureOverflow(page)).toBe(0)
    await page.screenshot({ path: 'test-results/credit-charges-360.png' })
    await crediting.getByRole('button', { name: 'Credit', exact: true }).click()
    await getResult(page, 'The charges are credited in the EHR.').waitFor()
    const credited = await search<ChargeItem>(world, 'ChargeItem', { subject: 'Patient/pat-diabetes-ckd' })
    expect(credited.map(({ status }) => status)).toEqual(['not-billable'])
    await post(page).waitFor()
  })

  test('a clinician sees neither charges nor the button', async () => {
    const world = getWorld()
    const page = await openPage(world, 420)
    await openSidebar(world, page, { patient: 'pat-diabetes-ckd' })
    await putTogether(page)
    // The answer about the whole draft, which for a coder holds the charge.
    const answer = await page.waitForResponse(
      (response) =>
        response.url().endsWith('/v1/drafts/check') && (response.request().postData() ?? '').includes('"99213"'),
    )
    expect(await answer.text()).not.toMatch(/line-charge|set-price|101\.10|10110/)
    await getDraft(page)
      .getByText(/99213 × 1/)
      .first()
      .waitFor()
    expect(await post(page).count()).toBe(0)
    expect(await page.locator('body').innerText()).not.toMatch(/\bcharges?\b|101\.10|USD/i)
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
