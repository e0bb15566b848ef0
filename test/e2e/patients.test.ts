// Whoever is in the sandbox can be opened in the narrowest frame, whatever format their notes are kept in.
import type { DocumentReference } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { buildPatients } from '../../sandbox/patients/build-patients.ts'
import { openSidebar } from './support/launch.ts'
import { measureOverflow } from './support/layout.ts'
import { read, update } from './support/record.ts'
import { openPage, useWorld, VISIT_DAY } from './support/stack.ts'

const PATIENTS = buildPatients(VISIT_DAY).flatMap(({ resourceType, id = '' }) =>
  resourceType === 'Patient' ? [id] : [],
)

describe('the patients of the sandbox', () => {
  const getWorld = useWorld()

  test.each(PATIENTS)('%s opens at 320 px without an error and without a horizontal scroll', async (patient) => {
    const page = await openPage(getWorld(), 320)
    await openSidebar(getWorld(), page, { patient })
    await page.getByText(/^Checked \d/).click()
    expect(await page.getByText(/^Not read:|could not be|not readable|^Not checked/).allInnerTexts()).toEqual([])
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await page.getByRole('region', { name: 'Codes' }).getByRole('article').count()).toBeGreaterThan(0)
    expect(await measureOverflow(page)).toBe(0)
    await page.context().close()
  })

  test('are read in the chart itself on a phone, sidebar below, without a horizontal scroll', async () => {
    const page = await openPage(getWorld(), 320)
    await page.goto(`${getWorld().stack.sandbox.url}/?patient=pat-knee&user=prac-rivera&base=fhir`)
    const sidebar = page.frameLocator('iframe[title="Postil sidebar"]')
    await sidebar.getByRole('region', { name: 'Codes' }).getByRole('article').first().waitFor()
    expect(await measureOverflow(page)).toBe(0)
    expect((await page.locator('iframe').boundingBox())?.width).toBe(320)
    await page.context().close()
  })

  test.each([
    ['HTML', { note: 'note-annual-1', words: 'Colorectal | never | FIT vs colonoscopy' }],
    ['HTML in a Binary', { note: 'note-depression-1', words: 'Mood: “empty” Affect: constricted' }],
    ['RTF', { note: 'note-back-1', words: 'Flexion limited to 40°' }],
    ['C-CDA', { note: 'note-anemia-1', words: 'Denies chest pain & syncope' }],
    ['Latin-1 text in a Binary', { note: 'note-otitis-1', words: 'fever to 38.9 °C' }],
    ['PDF', { note: 'note-heart-failure-2', words: 'ejection fraction' }],
  ])('a note kept as %s can be read as text', async (_format, { note, words }) => {
    const patient = note.replace(/^note-(.+)-\d$/, 'pat-$1')
    await tieToVisit(note, patient)
    const page = await openPage(getWorld(), 720)
    await openSidebar(getWorld(), page, { patient })
    const view = page.getByRole('region', { name: 'Note', exact: true })
    const choice = view.getByLabel('Which note')
    if ((await choice.count()) > 0) await choice.selectOption(note)
    await view.getByText(words).first().waitFor()
    expect(await view.innerText()).not.toMatch(/\\par\b|<\/?(p|td|section)\b|%PDF|\ufffd/)
    await page.context().close()
  })

  /** The sandbox's PDF is an old report that belongs to no visit; here the EHR files it under this one. */
  async function tieToVisit(id: string, patient: string): Promise<void> {
    const note = await read<DocumentReference>(getWorld(), `DocumentReference/${id}`)
    if (note.context?.encounter) return
    const encounter = [{ reference: `Encounter/${patient.replace('pat-', 'enc-')}` }]
    await update(getWorld(), { ...note, date: `${VISIT_DAY}T08:00:00Z`, context: { encounter } })
  }
})
