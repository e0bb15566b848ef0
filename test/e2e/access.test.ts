// What a machine can say about access for all (WCAG 2.2 AA), in the states that people meet, light and dark.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findViolations } from './support/accessibility.ts'
import { createLaunch, openSidebar } from './support/launch.ts'
import { measureOverflow } from './support/layout.ts'
import { fileDraft, getDraft, getQuestions, putTogether } from './support/panel.ts'
import { openPage, useWorld } from './support/stack.ts'

describe('the sidebar for everybody', () => {
  const getWorld = useWorld()

  test('is looked at by something that finds what is wrong', async () => {
    const page = await openPage(getWorld(), 360)
    await page.setContent('<main style="color: #999; background: #fff"><p>pale</p><button></button></main>')
    const findRules = async (only?: 'colours') =>
      (await findViolations(page, only && { only })).map((violation) => violation.split(':')[0])
    expect(await findRules()).toEqual(['button-name', 'color-contrast', 'document-title', 'html-has-lang'])
    expect(await findRules('colours')).toEqual(['color-contrast'])
    await page.context().close()
  })

  // WCAG 2.2, 1.4.12 and 1.4.4: the person's own spacing, and letters twice as large.
  test.each([
    ['spaced', '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }'],
    ['twice as large', 'html { font-size: 200% !important }'],
  ])('its text may be %s without going over the edge or over itself', async (_, content) => {
    const page = await openPage(getWorld(), 320, { bypassCSP: true })
    await openSidebar(getWorld(), page, { patient: 'pat-diabetes-ckd' })
    await page.addStyleTag({ content })
    expect(await measureOverflow(page)).toBe(0)
    const crowded = await page.locator('summary, .link, p, h3').evaluateAll((all) =>
      all.flatMap((element) => {
        const { lineHeight, fontSize } = getComputedStyle(element)
        return Number.parseFloat(lineHeight) < 1.2 * Number.parseFloat(fontSize) ? element.textContent : []
      }),
    )
    expect(crowded).toEqual([])
    await page.context().close()
  })

  // Each scheme has its patient, because decisions are remembered.
  describe.each([
    ['light', 'pat-wrist'],
    ['dark', 'pat-heart-failure'],
  ] as const)('%s, 360 px', (colorScheme, patient) => {
    let page: Page

    const expectNoViolation = async () => {
      expect(await findViolations(page)).toEqual([])
    }

    beforeAll(async () => {
      // Without the EHR's own colours, which would decide the scheme.
      getWorld().stack.sandbox.faults = ({ path }) => (path === '/style.json' ? { status: 404 } : undefined)
      page = await openPage(getWorld(), 360, { colorScheme })
      await openSidebar(getWorld(), page, { patient })
    })
    afterAll(() => page.context().close())

    test('questions and codes, with all that unfolds', async () => {
      await page.getByText(/^Checked \d/).click()
      for (const summary of await page.getByText('Why this').all()) await summary.click()
      await expectNoViolation()
    })

    test('an answer, reasons to dismiss, and another code', async () => {
      await getQuestions(page).getByRole('group').getByRole('button').first().click()
      await page
        .getByRole('button', { name: /^Edit / })
        .first()
        .click()
      await page
        .getByRole('button', { name: /^Dismiss / })
        .last()
        .click()
      await expectNoViolation()
      await page
        .getByRole('button', { name: /^Keep / })
        .first()
        .click()
    })

    test('the note', async () => {
      await page
        .getByRole('button', { name: /^Show in note/ })
        .first()
        .click()
      await page.getByRole('dialog', { name: 'Note' }).locator('mark').waitFor()
      await expectNoViolation()
      await page.keyboard.press('Escape')
    })

    test('a draft that was filed', async () => {
      await putTogether(page)
      await page.getByText('Add diagnosis by code').click()
      await fileDraft(page)
      await getDraft(page)
        .getByText(/Saved in the EHR/)
        .waitFor()
      await expectNoViolation()
    })

    test('a refused address, and the choice of an open server', async () => {
      await page.goto(`${getWorld().stack.proxy.url}/launch.html?iss=https://ehr.foreign.example/fhir`)
      await page.getByText(/not registered with Postil/).waitFor()
      await expectNoViolation()
      await page.goto(`${getWorld().stack.proxy.url}/`)
      await page.getByRole('button', { name: /Open sandbox server/ }).click()
      await page.getByRole('list', { name: 'Patients' }).waitFor()
      await expectNoViolation()
    })

    test('a name from right to left', async () => {
      await page.goto(await createLaunch(getWorld(), { patient: 'pat-migraine' }))
      await page.getByText(/^Checked \d/).waitFor()
      await expectNoViolation()
    })
  })
})
