// The life of a question in the browser: put off, brought back, over a reload and a second device, signed, sent, answered.
import type { DocumentReference, QuestionnaireResponse, Task } from '@medplum/fhirtypes'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { press, readFocus, tabTo } from './support/focus.ts'
import { openSidebar } from './support/launch.ts'
import { measureOverflow } from './support/layout.ts'
import { getQuestions } from './support/panel.ts'
import { read, search, update } from './support/record.ts'
import { openPage, useWorld } from './support/stack.ts'

describe('a question about the knee', () => {
  const getWorld = useWorld()
  const launch = { patient: 'pat-knee' }
  let page: Page

  const question = (where = page) =>
    getQuestions(where)
      .getByRole('article')
      .filter({ hasText: /which knee/i })
  const shelf = (where = page) => getQuestions(where).locator('details.shelved')
  const heard = () => page.getByRole('main').locator('[role=status][aria-live=polite]').innerText()
  const resting = () =>
    getQuestions(page)
      .getByRole('article')
      .filter({ hasText: /Put off\./ })

  beforeAll(async () => {
    page = await openPage(getWorld(), 360)
    await openSidebar(getWorld(), page, launch)
    await question().waitFor()
  })

  test('is put off with one key, taken back with one, and both are heard', async () => {
    await tabTo(page, /^Bilateral$/)
    await press(page, 'r')
    await resting().waitFor()
    expect(await readFocus(page)).toBe('Undo')
    await expect.poll(heard).toMatch(/put off\. It comes back with a new result/)
    expect(await measureOverflow(page)).toBe(0)
    await press(page, 'z')
    await question().getByRole('button', { name: 'Right' }).waitFor()
    await expect.poll(heard).toMatch(/open again/)
  })

  test('that was put off stays so over a reload, and can be brought back', async () => {
    await press(page, 'r')
    await resting().waitFor()
    await page.reload()
    await shelf().getByText('1 put off').waitFor()
    expect(await question().count()).toBe(0)
    await shelf().getByText('1 put off').click()
    await shelf()
      .getByRole('button', { name: /^Bring back/ })
      .click()
    await question().waitFor()
  })

  test('stands the same on a second device', async () => {
    await tabTo(page, /^Bilateral$/)
    await press(page, 'd')
    await press(page, 'Enter')
    await getQuestions(page)
      .getByText(/^Dismissed/)
      .waitFor()
    const other = await openPage(getWorld(), 360)
    await openSidebar(getWorld(), other, launch)
    await shelf(other).getByText('1 dismissed').click()
    await shelf(other)
      .getByRole('button', { name: /^Bring back/ })
      .click()
    await question(other).waitFor()
    await other.close()
    await page.reload()
    await question().waitFor()
  })

  test('goes to the coder when the note is signed, from there to the author, and is closed by the answer', async () => {
    const note = await read<DocumentReference>(getWorld(), 'DocumentReference/note-knee-1')
    await update(getWorld(), { ...note, docStatus: 'final' })
    await page.getByText('The note was signed without an answer.').first().waitFor()

    const coder = await openPage(getWorld(), 360)
    await openSidebar(getWorld(), coder, { ...launch, user: 'coder-lindqvist' })
    const query = coder.getByRole('region', { name: 'Unanswered at signing' })
    await query.getByText(/Signed without an answer/).waitFor()
    expect(await measureOverflow(coder)).toBe(0)
    await query.getByRole('button', { name: 'Send to the author' }).click()
    await query.getByText(/Sent to the author as Task/).waitFor()
    const [task] = await search<Task>(getWorld(), 'Task', { patient: 'Patient/pat-knee' })
    expect(task).toMatchObject({ focus: { reference: 'DocumentReference/note-knee-1' }, status: 'requested' })

    const response = task?.input?.find(({ valueReference }) => valueReference)?.valueReference?.reference ?? ''
    const empty = await read<QuestionnaireResponse>(getWorld(), response)
    const system = 'https://postil.dev/fhir/CodeSystem/query-answer'
    const item = [{ linkId: 'question', answer: [{ valueCoding: { system, code: 'unable-to-determine' } }] }]
    await update(getWorld(), { ...empty, status: 'completed', item })
    await coder.reload()
    await coder.getByText(/^Checked \d/).waitFor()
    await query.waitFor({ state: 'detached' })
    await coder.close()
  })
})
