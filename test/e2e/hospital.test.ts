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
    await fileDraft(page)
    await getDraft(page)
      .getByText(/Saved in the EHR as a draft claim/)
      .waitFor()
    const [claim] = await listClaims(world, 'pat-pressure-ulcer')
    expect(claim).toMatchObject({
      type: { coding: [{ code: 'institutional' }] },
      insurance: [{ preAuthRef: ['A-17'] }],
      diagnosis: [{ onAdmission: { coding: [{ code: 'Y' }] } }],
    })
    expect(claim?.supportingInfo?.map(({ code }) => code?.coding?.[0]?.code)).toEqual(
      expect.arrayContaining(['0111', '03']),
    )
    for (const width of [1000, 600, 420, 320]) {
      await page.setViewportSize({ width, height: 900 })
      await details.scrollIntoViewIfNeeded()
      expect(await measureOverflow(page)).toBe(0)
      await page.screenshot({ path: `test-results/hospital-${width}.png` })
      await present.scrollIntoViewIfNeeded()
      await page.screenshot({ path: `test-results/hospital-present-${width}.png` })
    }
  })
})
