// A stay that the coder says is the hospital's: from the switch to an institutional draft in the EHR.
import { describe, expect, test } from 'vitest'
import { openSidebar } from './support/launch.ts'
import { measureOverflow } from './support/layout.ts'
import { fileDraft, getDraft } from './support/panel.ts'
import { listClaims } from './support/record.ts'
import { openPage, useWorld } from './support/stack.ts'

describe('a hospital claim', () => {
  const getWorld = useWorld()

  test('a coder has the hospital bill a stay, states what the record lacks, and files an institutional draft', async () => {
    const world = getWorld()
    const page = await openPage(world, 1000)
    await openSidebar(world, page, { patient: 'pat-pressure-ulcer', user: 'coder-lindqvist' })
    const details = page.getByRole('region', { name: 'Claim details' })
    await details.getByText('Professional claim, for the clinician’s work').waitFor()
    await details.getByRole('radio', { name: 'Hospital' }).check()
    await details.getByText('Hospital claim, inpatient: dated by discharge').waitFor()
    await details.getByText('Numbers, dates and accident').click()
    // The EHR still has the stay open, as the first of several bills; the coder knows that it is over.
    await details.getByLabel('Type of bill').fill('0111')
    await details.getByLabel('Discharge status').fill('03')
    await details.getByLabel('Authorization number').fill('A-17')
    await page
      .getByRole('button', { name: /^Accept [A-Z]\d/ })
      .first()
      .click()
    await getDraft(page)
      .getByText(/^Draft claim for /)
      .waitFor()
    const present = getDraft(page)
      .getByLabel(/^[A-Z]\w{2}\S* present on admission$/)
      .first()
    await present.selectOption('yes')
    await page
      .getByRole('region', { name: 'Checks of the draft' })
      .getByText(/names no admitting diagnosis/)
      .waitFor()
    await page.getByRole('combobox', { name: 'Admitting diagnosis', exact: true }).focus()
    await page.keyboard.press('ArrowDown')
    await details.getByLabel('ICD-10-PCS procedures and their days').focus()
    await page.keyboard.type('0SRC0J9 2026-01-05, 02703ZZ 2026-01-06')
    await page.keyboard.press('Tab')
    await page.getByText(/names no admitting diagnosis/).waitFor({ state: 'detached' })
    await fileDraft(page)
    await getDraft(page)
      .getByText(/Saved in the EHR as a draft claim/)
      .waitFor()
    const [claim] = await listClaims(world, 'pat-pressure-ulcer')
    expect(claim).toMatchObject({
      type: { coding: [{ code: 'institutional' }] },
      insurance: [{ preAuthRef: ['A-17'] }],
      diagnosis: [{ onAdmission: { coding: [{ code: 'Y' }] }, type: [{}, { coding: [{ code: 'admitting' }] }] }],
      procedure: [
        { sequence: 1, type: [{ coding: [{ code: 'primary' }] }], date: '2026-01-05' },
        { sequence: 2, procedureCodeableConcept: { coding: [{ code: '02703ZZ' }] } },
      ],
    })
    expect(claim?.supportingInfo?.map(({ code }) => code?.coding?.[0]?.code)).toEqual(
      expect.arrayContaining(['0111', '03']),
    )
    for (const width of [1440, 1000, 600, 420, 360, 320]) {
      await page.setViewportSize({ width, height: 900 })
      await details.scrollIntoViewIfNeeded()
      expect(await measureOverflow(page)).toBe(0)
      await page.screenshot({ path: `test-results/hospital-${width}.png` })
      await present.scrollIntoViewIfNeeded()
      await page.screenshot({ path: `test-results/hospital-present-${width}.png` })
    }
  })
})

describe('a stay that a physician bills', () => {
  const getWorld = useWorld()

  test('is a draft a day: each is filed and checked off by itself, then the stay is released', async () => {
    const world = getWorld()
    const page = await openPage(world, 1440)
    await openSidebar(world, page, { patient: 'pat-pressure-ulcer', user: 'coder-lindqvist' })
    const day = page.getByLabel('Day of the stay')
    const work = page.getByRole('region', { name: 'Work' })
    const days = work.getByRole('group', { name: 'Days of the stay' })
    const file = page.getByRole('button', { name: 'File draft' })
    const release = work.getByRole('button', { name: 'Release the stay' })
    const isOff = (button: typeof file) => button.getAttribute('aria-disabled')
    await page
      .getByRole('button', { name: /^Accept [A-Z]\d/ })
      .first()
      .click()
    const [first = '', last = ''] = await day
      .locator('option')
      .evaluateAll((all) => all.map((one) => one.getAttribute('value') ?? ''))
    expect(await day.inputValue()).toBe(last)
    await expect
      .poll(() => days.getByRole('listitem').allInnerTexts())
      .toEqual([expect.stringMatching(/nothing filed$/), expect.stringMatching(/nothing filed$/)])
    for (const [value, visit] of [
      [last, '99232'],
      [first, '99222'],
    ] as const) {
      await day.selectOption(value)
      await page.getByText(new RegExp(`^Draft claim for ${Number(value.slice(8))} `)).waitFor()
      await page.getByRole('combobox', { name: 'Visit' }).selectOption(visit)
      await page.getByRole('button', { name: 'Add visit' }).click()
      await expect.poll(() => isOff(file), { timeout: 10_000 }).toBe('false')
      await file.click()
      await getDraft(page)
        .getByText(/Saved in the EHR as a draft claim/)
        .waitFor()
      await days.getByText(/filed, not checked off yet/).waitFor()
      expect(await isOff(release)).toBe('true')
      await page.setViewportSize({ width: 1440, height: 900 })
      await days.scrollIntoViewIfNeeded()
      await page.screenshot({ path: `test-results/stay-${visit}-1440.png` })
      await days.getByRole('button', { name: /^Check off / }).click()
      await expect.poll(() => days.getByText(/filed, not checked off yet/).count()).toBe(0)
    }
    expect(await days.getByText(/filed and checked off/).count()).toBe(2)
    await page.setViewportSize({ width: 360, height: 900 })
    await days.scrollIntoViewIfNeeded()
    expect(await measureOverflow(page)).toBe(0)
    await page.screenshot({ path: 'test-results/stay-360.png' })
    await release.click()
    await work.getByText('Released: coding is complete.').waitFor()
    const claims = await listClaims(world, 'pat-pressure-ulcer')
    const codes = claims.map(({ item }) => item?.[0]?.productOrService?.coding?.[0]?.code)
    expect(new Set(codes)).toEqual(new Set(['99222', '99232']))
    expect(codes).toHaveLength(2)
    expect(claims.map(({ meta }) => meta?.security ?? [])).toEqual([[], []])
  })
})
