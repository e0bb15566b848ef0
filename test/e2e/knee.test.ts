// The main path: a clinician's note becomes a draft Claim in the EHR, over real SMART, FHIR and a real browser.
import type { Bundle, Claim, Provenance } from '@medplum/fhirtypes'
import type { FrameLocator, Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openChart, openPage, useWorld, VISIT_DAY } from './support/stack.ts'

describe('the knee encounter', () => {
  const getWorld = useWorld()
  let page: Page
  let sidebar: FrameLocator

  async function search<Resource>(query: string): Promise<Resource[]> {
    const response = await fetch(`${getWorld().stack.sandbox.url}/open/fhir/${query}`)
    const bundle = (await response.json()) as Bundle
    return (bundle.entry ?? []).map((entry) => entry.resource as Resource)
  }

  async function replaceInNote(from: string, to: string): Promise<void> {
    const note = page.getByRole('textbox', { name: 'Note text' })
    await note.fill((await note.inputValue()).replaceAll(from, to))
    await page.getByRole('status').getByText(/Saved/).waitFor()
  }

  beforeAll(async () => {
    page = await openPage(getWorld())
    sidebar = await openChart(getWorld(), page, { patient: 'pat-knee' })
  })

  test('asks which knee, neutrally, with the words of the note', async () => {
    const questions = sidebar.getByRole('region', { name: 'Questions' })
    const card = questions.getByRole('article').filter({ hasText: /knee/i }).first()
    await card.waitFor()
    const text = await card.innerText()
    expect(text).toMatch(/osteoarthritis of the knee/i)
    expect(text).toMatch(/unable to determine/i)
    expect(text).not.toMatch(/M17|reimburs|payment|must|should/i)
    expect(await card.getByRole('radio', { checked: true }).count()).toBe(0)
  })

  test('a saved note brings its card within a second', async () => {
    await replaceInNote('2. Hypertension', '2. Left wrist pain after a fall\n3. Hypertension')
    const saved = performance.now()
    await sidebar
      .getByText(/wrist pain/i)
      .first()
      .waitFor()
    const waited = performance.now() - saved
    console.log(`note saved -> card visible: ${Math.round(waited)} ms`)
    expect(waited).toBeLessThan(5000)
  })

  test('the card resolves by itself when the note says which knee, and the code stands on those words', async () => {
    await replaceInNote('osteoarthritis of the knee', 'osteoarthritis of the right knee')
    const code = sidebar.getByRole('region', { name: 'Codes' }).getByRole('article').filter({ hasText: 'M17.11' })
    await code.waitFor()
    expect(await code.innerText()).toMatch(/osteoarthritis of the right knee/i)
    const questions = sidebar.getByRole('region', { name: 'Questions' })
    await expect.poll(() => questions.getByRole('group', { name: /which knee|side/i }).count()).toBe(0)
    await code.getByRole('button', { name: /note/i }).first().click()
    const mark = sidebar.getByRole('dialog', { name: 'Note' }).locator('mark').first()
    await mark.waitFor()
    expect(await mark.innerText()).toMatch(/osteoarthritis of the right knee/i)
    await page.keyboard.press('Escape')
    await mark.waitFor({ state: 'detached' })
  })

  test('accepted and filed, it is one draft Claim with its Provenance in the EHR', async () => {
    await sidebar.getByRole('button', { name: 'Accept M17.11' }).click()
    await addVisit(sidebar)
    await sidebar.getByRole('button', { name: 'File draft' }).click()
    await draftPanel(sidebar)
      .getByText(/Saved in the EHR as/)
      .waitFor()
    const claims = await search<Claim>('Claim?patient=Patient/pat-knee')
    expect(claims).toHaveLength(1)
    const [claim] = claims
    expect(claim?.status).toBe('draft')
    expect(claim?.meta?.security?.map(({ code }) => code)).toContain('AIAST')
    expect(claim?.diagnosis?.[0]?.diagnosisCodeableConcept?.coding?.[0]?.code).toBe('M17.11')
    expect(claim?.item?.[0]?.diagnosisSequence).toEqual([1])
    expect(claim?.item?.[0]?.servicedDate).toBe(VISIT_DAY)
    const provenances = await search<Provenance>(`Provenance?target=Claim/${claim?.id}`)
    expect(provenances).toHaveLength(1)
    const agents = provenances[0]?.agent.map(({ type, who }) => [
      type?.coding?.[0]?.code,
      who?.reference?.split('/')[0],
    ])
    expect(agents).toEqual([
      ['author', 'Device'],
      ['verifier', 'Practitioner'],
    ])
  })

  test('filing again changes nothing', async () => {
    const before = await search<Claim>('Claim?patient=Patient/pat-knee')
    await sidebar.getByRole('button', { name: 'File draft' }).click()
    await draftPanel(sidebar)
      .getByText(/Already saved; nothing was changed/)
      .waitFor()
    expect(await search<Claim>('Claim?patient=Patient/pat-knee')).toEqual(before)
  })

  test("a coder's edit in the EHR is never overwritten", async () => {
    const [claim] = await search<Claim>('Claim?patient=Patient/pat-knee')
    const edited = {
      ...claim,
      priority: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/processpriority', code: 'stat' }] },
    }
    const response = await fetch(`${getWorld().stack.sandbox.url}/open/fhir/Claim/${claim?.id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify(edited),
    })
    expect(response.status).toBe(200)
    await sidebar.getByRole('button', { name: /^Accept I10/ }).click()
    await sidebar.getByRole('button', { name: 'File draft' }).click()
    await draftPanel(sidebar)
      .getByText(/Someone changed this draft in the EHR/)
      .waitFor()
    const [after] = await search<Claim>('Claim?patient=Patient/pat-knee')
    expect(after?.priority.coding?.[0]?.code).toBe('stat')
    expect(after?.diagnosis).toHaveLength(1)
  })
})

function draftPanel(sidebar: FrameLocator): Locator {
  return sidebar.getByRole('region', { name: 'Draft claim' })
}

/** Puts an office visit on the draft. */
async function addVisit(sidebar: FrameLocator): Promise<void> {
  await sidebar.getByLabel('Add visit').selectOption('99213')
}
