// Psychotherapy notes and 42 CFR Part 2 records: counted on the screen, and nowhere else (smart-fhir reference 7.8).
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DocumentReference } from '@medplum/fhirtypes'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { WITHHELD_CANARIES } from '../../sandbox/patients/build-patients.ts'
import { createLaunch } from './support/launch.ts'
import { fileDraft, getDraft, putTogether } from './support/panel.ts'
import { listClaims, read } from './support/record.ts'
import { openPage, useWorld } from './support/stack.ts'
import { recordTraffic, type Traffic } from './support/traffic.ts'

const PATIENT = 'pat-psych-withheld'

describe('notes that policy withholds', () => {
  const getWorld = useWorld()
  let page: Page
  let traffic: Traffic
  /** The secret words as text and as part of an address, and the inline note as the server stores it. */
  let secrets: readonly string[]
  const answers: { readonly url: string; readonly body: Promise<string> }[] = []

  const findSecrets = (text: string): readonly string[] =>
    secrets.filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))

  /** The whole way of an encounter, from the launch to a filed draft. */
  beforeAll(async () => {
    const inline = await read<DocumentReference>(getWorld(), 'DocumentReference/note-psych-withheld-2')
    const data = inline.content[0]?.attachment.data ?? ''
    const words = WITHHELD_CANARIES.flatMap((text) => [text, encodeURIComponent(text), text.replaceAll(' ', '+')])
    secrets = [...words, data.slice(0, 80), data.slice(200, 280)]
    page = await openPage(getWorld(), 420)
    traffic = recordTraffic(page)
    page.on('response', (response) => {
      const isRedirect = response.status() >= 300 && response.status() < 400
      if (!isRedirect) answers.push({ url: response.url(), body: response.text().catch(() => '') })
    })
    await page.goto(await createLaunch(getWorld(), { patient: PATIENT, user: 'prac-lindgren' }))
    await putTogether(page)
    await fileDraft(page)
    await getDraft(page)
      .getByText(/Saved in the EHR/)
      .waitFor()
  })

  test('are counted on the screen, without a title and without a word', async () => {
    await page.getByText(/2 notes not read: policy/).click()
    const text = await page.locator('body').innerText()
    expect(findSecrets(text)).toEqual([])
    expect(await page.getByText('Notes read:').count()).toBe(1)
    expect(await page.getByRole('list', { name: 'Notes read', exact: true }).getByRole('listitem').count()).toBe(1)
    const unread = await page.getByRole('list', { name: 'Notes not read' }).getByRole('listitem').allInnerTexts()
    expect(unread).toHaveLength(2)
    for (const line of unread) expect(line).toMatch(/^\d+ \w+, \d\d:\d\d, withheld by policy, not asked for$/)
  })

  test('are in no request of the sidebar, neither to the EHR nor to the proxy', () => {
    expect(traffic.to(`${getWorld().stack.proxy.url}/v1/analyses`).length).toBeGreaterThan(0)
    for (const request of traffic.requests) {
      expect(findSecrets(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData()}`)).toEqual([])
    }
  })

  test('are not fetched: only a search that answers with inline text can bring one, and it goes no further', async () => {
    expect(traffic.requests.filter((request) => request.url().includes('bin-psych-withheld-3'))).toEqual([])
    const revealing: string[] = []
    for (const { url, body } of answers) if (findSecrets(await body).length > 0) revealing.push(new URL(url).pathname)
    expect([...new Set(revealing)]).toEqual(['/fhir/DocumentReference'])
  })

  test('are not in what the browser keeps', async () => {
    const kept = await page.evaluate(() =>
      JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]),
    )
    expect(kept).toContain('tokenResponse')
    expect(findSecrets(kept)).toEqual([])
  })

  test('are not cited by the Claim', async () => {
    const [claim] = await listClaims(getWorld(), PATIENT)
    const text = JSON.stringify(claim)
    expect(text).toContain('note-psych-withheld-1')
    expect(text).not.toMatch(/note-psych-withheld-[23]/)
    expect(findSecrets(text)).toEqual([])
  })

  test('are in no file of the proxy', async () => {
    const { dataDir, stack } = getWorld()
    await stack.proxy.stop()
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const contents = files.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'))
    // What is certainly stored can be found this way.
    expect(contents.some((content) => content.includes('session.create'))).toBe(true)
    expect(contents.flatMap(findSecrets)).toEqual([])
  })
})
