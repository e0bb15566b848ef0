// A coder's whole session on a signed encounter, by keyboard alone: focus is always somewhere, and what happens can be heard.
import { readFileSync } from 'node:fs'
import type { DocumentReference, Task } from '@medplum/fhirtypes'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findViolations } from './support/accessibility.ts'
import { expectFocusKept, press, readFocus, tabTo } from './support/focus.ts'
import { openSidebar } from './support/launch.ts'
import { measureOverflow } from './support/layout.ts'
import { getQuestions } from './support/panel.ts'
import { listClaims, read, search, update } from './support/record.ts'
import { openPage, useWorld, type World } from './support/stack.ts'

const CODER = 'coder-lindqvist'

/** A question was put before the provider, and the note is signed without an answer. */
async function signUnanswered(world: World, patient: string, note: string): Promise<void> {
  const page = await openPage(world, 360)
  await openSidebar(world, page, { patient })
  await getQuestions(page).getByRole('article').first().waitFor()
  const document = await read<DocumentReference>(world, `DocumentReference/${note}`)
  await update(world, { ...document, docStatus: 'final' })
  await page.getByText('The note was signed without an answer.').first().waitFor()
  await page.context().close()
}

describe('a coder by keyboard', () => {
  const getWorld = useWorld()
  let page: Page

  const region = (name: string) => page.getByRole('region', { name, exact: true })
  const heard = () => page.getByRole('main').locator('[role=status][aria-live=polite]').innerText()
  const history = () => region('History').getByRole('listitem')
  const checks = () => page.getByRole('list', { name: 'Checks of the draft' }).getByRole('listitem')
  const diagnoses = () => page.getByRole('list', { name: 'Diagnoses in order' }).getByRole('listitem')

  /** Alt and the digit of a part: what a coder has in the fingers after a day. */
  const goTo = async (digit: number, name: string) => {
    await page.keyboard.press(`Alt+Digit${digit}`)
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    expect(label).toBe(name)
  }

  beforeAll(async () => {
    await signUnanswered(getWorld(), 'pat-knee', 'note-knee-1')
    page = await openPage(getWorld(), 1100)
    await openSidebar(getWorld(), page, { patient: 'pat-knee', user: CODER })
    await region('Unanswered at signing').waitFor()
  })
  afterAll(() => page.context().close())

  test('finds the note on the left and the work on the right, and moves the border between them', async () => {
    const note = await region('Note').boundingBox()
    const codes = await region('Codes').boundingBox()
    expect(note?.x ?? 0).toBeLessThan(codes?.x ?? 0)
    await tabTo(page, /^Width of the note$/)
    await press(page, 'ArrowRight', 'ArrowRight')
    const wider = await region('Note').boundingBox()
    expect(wider?.width ?? 0).toBeGreaterThan(note?.width ?? 0)
    await page.reload()
    await region('Unanswered at signing').waitFor()
    const kept = await region('Note').boundingBox()
    expect(Math.abs((kept?.width ?? 0) - (wider?.width ?? 0))).toBeLessThan(2)
  })

  test('accepts two codes and a visit', async () => {
    await goTo(2, 'Codes')
    for (const accepted of [1, 2]) {
      await tabTo(page, /^Accept [A-Z]\d/)
      await press(page, 'Enter')
      await expect.poll(() => diagnoses().count()).toBe(accepted)
    }
    await goTo(5, 'Lines')
    await tabTo(page, /^Add line by code/)
    await page.keyboard.type('99213')
    await press(page, 'Enter')
    await region('Lines').getByRole('group').filter({ hasText: '99213' }).waitFor()
  })

  test('puts the diagnoses in order with the arrow keys, and hears where they stand', async () => {
    const before = await diagnoses().locator('.code-value').allInnerTexts()
    await goTo(4, 'Diagnoses')
    await tabTo(page, new RegExp(`^Order of ${before[1]}`))
    await press(page, 'ArrowUp')
    expect(await diagnoses().locator('.code-value').allInnerTexts()).toEqual([before[1], before[0]])
    expect(await heard()).toBe(`${before[1]} is diagnosis 1 of 2.`)
    expect(await readFocus(page)).toMatch(new RegExp(`^Order of ${before[1]}`))
    await press(page, 'End')
    expect(await diagnoses().locator('.code-value').allInnerTexts()).toEqual(before)
    expect(await readFocus(page)).toMatch(new RegExp(`^Order of ${before[1]}`))
    await press(page, 'Control+z')
    expect(await diagnoses().locator('.code-value').allInnerTexts()).toEqual([before[1], before[0]])
    expect(await heard()).toMatch(/^Undone: place of/)
  })

  test('says which diagnosis a line is for, the most important first', async () => {
    await goTo(5, 'Lines')
    await tabTo(page, /^Pointers$/)
    await page.keyboard.press('Control+a')
    await page.keyboard.type('2')
    await region('File')
      .getByText(/99213 × 1 for diagnosis 2/)
      .waitFor()
    await expectFocusKept(page)
  })

  test('reads a check, puts it right with one key, and takes that back with another', async () => {
    await goTo(5, 'Lines')
    await tabTo(page, /^Modifiers$/)
    await page.keyboard.type('RT')
    const wrong = checks().filter({ hasText: 'Put right' })
    await wrong.first().waitFor()
    await goTo(6, 'Checks of the draft')
    await tabTo(page, /^Put right: 99213 without modifiers$/i)
    await press(page, 'f')
    await region('File')
      .getByText(/99213 × 1/)
      .waitFor()
    expect(await readFocus(page)).toBe('Undo 99213 without modifiers')
    expect(await heard()).toBe('Done: 99213 without modifiers.')
    await press(page, 'z')
    await region('File')
      .getByText(/99213-RT × 1/)
      .waitFor()
    expect(await heard()).toBe('Taken back: 99213 without modifiers.')
    await press(page, 'f')
    await region('File')
      .getByText(/99213 × 1/)
      .waitFor()
    await expectFocusKept(page)
    await expect
      .poll(() =>
        history()
          .allInnerTexts()
          .then((lines) => lines.join('\n')),
      )
      .toMatch(/You put right: .*99213/)
  })

  test('dismisses a check with a reason, and brings it back', async () => {
    await goTo(6, 'Checks of the draft')
    await tabTo(page, /^Dismiss$/)
    await press(page, 'd', 'ArrowDown', 'Enter')
    await checks()
      .getByText(/Dismissed: already documented/)
      .waitFor()
    await expectFocusKept(page)
    await press(page, 'z')
    await checks()
      .getByText(/Dismissed/)
      .waitFor({ state: 'detached' })
    await expectFocusKept(page)
  })

  test('holds the encounter with a reason, cannot file meanwhile, and goes on', async () => {
    await goTo(7, 'File')
    await tabTo(page, /^Hold$/)
    await press(page, 'Enter')
    expect(await readFocus(page)).toBe('Waiting for the provider')
    await press(page, 'ArrowDown', 'Enter')
    await region('Work').getByText('On hold: documentation is missing.').waitFor()
    await expectFocusKept(page)
    await region('File').getByText('This encounter is on hold. Go on with it first.').waitFor()
    await tabTo(page, /^Go on$/)
    await press(page, 'Enter')
    await region('Work').getByRole('button', { name: 'Hold' }).waitFor()
    await expectFocusKept(page)
    await expect
      .poll(async () => (await history().allInnerTexts()).join('\n'))
      .toMatch(/You put it on hold: documentation/)
  })

  test('finds the draft after a reload as it was left', async () => {
    await goTo(5, 'Lines')
    await tabTo(page, /^Units$/)
    await page.keyboard.press('Control+a')
    // An earlier change may still be on its way.
    const kept = page.waitForResponse(
      (response) =>
        response.url().endsWith('/v1/work/draft') && response.request().postData()?.includes('"units":2') === true,
    )
    await page.keyboard.type('2')
    expect((await kept).status()).toBe(200)
    const words = await region('File').locator('.in-words').innerText()
    expect(words).toMatch(/99213 × 2 for diagnosis 2/)
    await page.reload()
    await expect.poll(() => region('File').locator('.in-words').innerText(), { timeout: 10_000 }).toBe(words)
  })

  test('returns the open question to its author as a query, and is on hold until then', async () => {
    await goTo(8, 'Unanswered at signing')
    await tabTo(page, /^Send to the author$/)
    await press(page, 'Enter')
    await region('Unanswered at signing')
      .getByText(/Sent to the author as Task/)
      .waitFor()
    await region('Work').getByText('On hold: waiting for the provider.').waitFor()
    await expectFocusKept(page)
    const tasks = await search<Task>(getWorld(), 'Task', { patient: 'Patient/pat-knee' })
    expect(tasks).toMatchObject([{ status: 'requested', focus: { reference: 'DocumentReference/note-knee-1' } }])
  })

  test('takes the draft away as a table, a bundle and a worksheet', async () => {
    await region('File').getByText('Export', { exact: true }).click()
    const forms = [
      ['Table (CSV)', /^draft-.*\.csv$/, 'encounter,patient'],
      ['FHIR bundle (JSON)', /^draft-.*\.json$/, '"transaction"'],
      ['Worksheet to print (PDF)', /^draft-.*\.pdf$/, '%PDF-1.4'],
    ] as const
    for (const [button, name, content] of forms) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button }).click(),
      ])
      expect(download.suggestedFilename()).toMatch(name)
      expect(readFileSync(await download.path(), 'utf8')).toContain(content)
    }
  })

  test('files the draft as it stands, then releases it, once', async () => {
    await goTo(7, 'File')
    await tabTo(page, /^Go on$/)
    await press(page, 'Enter')
    await region('Work').getByRole('button', { name: 'Hold' }).waitFor()
    await goTo(7, 'File')
    await tabTo(page, /^File draft$/)
    await press(page, 'Enter')
    await region('File')
      .getByText(/Saved in the EHR/)
      .waitFor()
    expect(await heard()).toMatch(/Saved in the EHR as a draft claim/)
    const [claim, ...others] = await listClaims(getWorld(), 'pat-knee')
    expect(others).toEqual([])
    expect(claim).toMatchObject({ status: 'draft', item: [{ diagnosisSequence: [2] }] })
    await tabTo(page, /^Release$/)
    await press(page, 'Enter')
    await region('Work').getByText('Released: coding is complete.').waitFor()
    await expectFocusKept(page)
    await expect.poll(async () => (await history().allInnerTexts()).join('\n')).toMatch(/You released it/)
    const readLabels = async () => (await listClaims(getWorld(), 'pat-knee')).map(({ meta }) => meta?.security ?? [])
    await expect.poll(readLabels).toEqual([[]])
  })

  test('finds the keys of the workbench', async () => {
    await press(page, '?')
    const keys = page.getByRole('dialog', { name: 'Keyboard' })
    await keys.getByText('put right what a check says').waitFor()
    await press(page, 'Escape')
    await keys.waitFor({ state: 'detached' })
    await expectFocusKept(page)
  })
})

describe('the workbench for everybody', () => {
  const getWorld = useWorld()

  test.each(['light', 'dark'] as const)(
    'passes axe in %s, from 420 to 1100 px, without a horizontal scroll',
    async (colorScheme) => {
      getWorld().stack.sandbox.faults = ({ path }) => (path === '/style.json' ? { status: 404 } : undefined)
      const patient = colorScheme === 'light' ? 'pat-injection' : 'pat-diabetes-ckd'
      const page = await openPage(getWorld(), 1100, { colorScheme })
      await openSidebar(getWorld(), page, { patient, user: CODER })
      for (const _ of [1, 2])
        await page
          .getByRole('button', { name: /^Accept [A-Z]\d/ })
          .first()
          .click()
      await page.getByRole('combobox', { name: 'Visit' }).selectOption('99213')
      await page.getByRole('button', { name: 'Add visit' }).click()
      await page.getByRole('textbox', { name: 'Modifiers' }).fill('RT')
      const fix = page.getByRole('button', { name: /^Put right: 99213/ })
      await fix.waitFor()
      for (const state of ['a check', 'a fix that was carried out', 'a hold'] as const) {
        if (state === 'a fix that was carried out') await fix.click()
        if (state === 'a hold') await page.getByRole('button', { name: 'Hold', exact: true }).click()
        for (const width of [420, 720, 1100]) {
          await page.setViewportSize({ width, height: 860 })
          // Under the line that sticks to the top, a control is smaller than it is.
          await page.evaluate(() => {
            window.scrollTo(0, 0)
            document.querySelector('.bench-work')?.scrollTo(0, 0)
          })
          expect(await findViolations(page)).toEqual([])
          expect(await measureOverflow(page)).toBe(0)
        }
      }
      getWorld().stack.sandbox.faults = undefined
      await page.context().close()
    },
  )

  test('moves a diagnosis by drag', async () => {
    const page = await openPage(getWorld(), 1100)
    await openSidebar(getWorld(), page, { patient: 'pat-wrist', user: CODER })
    const codes = page.getByRole('list', { name: 'Diagnoses in order' }).locator('.code-value')
    for (const count of [1, 2]) {
      await page
        .getByRole('button', { name: /^Accept [A-Z]\d/ })
        .first()
        .click()
      await expect.poll(() => codes.count()).toBe(count)
    }
    const before = await codes.allInnerTexts()
    const handles = page.getByRole('button', { name: /^Order of/ })
    // Waits until nothing moves: what is said of a code that was accepted arrives a moment later.
    await handles.first().hover()
    await page.mouse.down()
    const to = await handles.nth(1).boundingBox()
    await page.mouse.move((to?.x ?? 0) + 8, (to?.y ?? 0) + 26, { steps: 5 })
    await page.mouse.up()
    await expect.poll(() => codes.allInnerTexts()).toEqual(before.toReversed())
    await page.context().close()
  })

  test('prints the note and the draft, and nothing that can only be pressed', async () => {
    const page = await openPage(getWorld(), 1100)
    await openSidebar(getWorld(), page, { patient: 'pat-copd', user: CODER })
    await page
      .getByRole('button', { name: /^Accept [A-Z]\d/ })
      .first()
      .click()
    await page.getByRole('list', { name: 'Diagnoses in order' }).waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('button', { name: 'File draft' }).isVisible()).toBe(false)
    expect(await page.getByRole('navigation', { name: 'Parts' }).isVisible()).toBe(false)
    expect(await page.getByRole('list', { name: 'Diagnoses in order' }).isVisible()).toBe(true)
    const isCut = await page.evaluate(() => {
      const parts = [...document.querySelectorAll('.bench-note, .bench-work')]
      return parts.map((part) => part.scrollHeight > part.clientHeight + 1)
    })
    expect(isCut).toEqual([false, false])
    const paper = await page.pdf({ format: 'letter' })
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-')
    await page.context().close()
  })
})
