// One patient never stands in another's sidebar: frames, reloads, launches one after the other, and foreign addresses.
import type { Encounter } from '@medplum/fhirtypes'
import type { Frame, Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { blockStorage, openInFrames } from './embedding/ehr-page.ts'
import { createLaunch, openSidebar } from './support/launch.ts'
import { getCode } from './support/panel.ts'
import { read } from './support/record.ts'
import { getSidebar, newWatchedPage, openChart, openPage, useWorld } from './support/stack.ts'
import { recordTraffic } from './support/traffic.ts'

const KNEE = { patient: 'pat-knee', code: 'M17.9' }
const DIABETES = { patient: 'pat-diabetes-ckd', code: 'E11.22' }
const FOREIGN = 'https://ehr.foreign.example/fhir'

describe('the sidebar and its patient', () => {
  const getWorld = useWorld()

  describe('two patients in one tab', () => {
    /** What an EHR with two charts in one window does: both frames share the tab's storage. */
    async function openTwoFrames(page: Page): Promise<readonly [Frame, Frame]> {
      const urls = await Promise.all([createLaunch(getWorld(), KNEE), createLaunch(getWorld(), DIABETES)])
      const frames = urls.map((url) => ({ url }))
      const [one, other] = await openInFrames(page, getWorld().stack.sandbox.url, frames)
      if (!(one && other)) throw new Error('The frames did not open.')
      return [one, other]
    }

    test('each frame shows its own, before and after both are reloaded', async () => {
      const page = await openPage(getWorld())
      const traffic = recordTraffic(page)
      const [knee, diabetes] = await openTwoFrames(page)
      const expectBoth = async () => {
        await Promise.all([getCode(knee, KNEE.code).waitFor(), getCode(diabetes, DIABETES.code).waitFor()])
        expect(await getCode(knee, DIABETES.code).count()).toBe(0)
        expect(await getCode(diabetes, KNEE.code).count()).toBe(0)
      }
      await expectBoth()
      const launched = traffic.requests.length
      await Promise.all([knee, diabetes].map((frame) => frame.evaluate(() => window.location.reload())))
      await expect
        .poll(() => traffic.requests.slice(launched).filter((one) => one.isNavigationRequest()).length)
        .toBe(2)
      await expectBoth()
      const since = traffic.requests.slice(launched).map((request) => new URL(request.url()).pathname)
      expect(since.filter((path) => path.startsWith('/auth/'))).toEqual([])
      for (const [frame, other] of [
        [knee, 'diabetes-ckd'],
        [diabetes, 'knee'],
      ] as const) {
        const said = traffic.requests.filter((request) => request.frame() === frame && !request.isNavigationRequest())
        expect(said.length).toBeGreaterThan(10)
        expect(said.filter((request) => `${request.url()} ${request.postData()}`.includes(`-${other}`))).toEqual([])
      }
    })

    test('a second launch in the same frame shows the second patient and nothing of the first', async () => {
      const page = await openPage(getWorld(), 420)
      await openSidebar(getWorld(), page, KNEE)
      await getCode(page, KNEE.code).waitFor()
      // What the first has on its way until its page is gone is not the second's.
      await page.goto('about:blank')
      const traffic = recordTraffic(page)
      await openSidebar(getWorld(), page, DIABETES)
      await getCode(page, DIABETES.code).waitFor()
      expect(await page.getByRole('main').innerText()).not.toMatch(/knee|M17/i)
      expect(traffic.requests.filter((one) => `${one.url()} ${one.postData()}`.includes('pat-knee'))).toEqual([])
    })
  })

  describe('the patient of a launch', () => {
    afterEach(() => {
      getWorld().stack.sandbox.faults = undefined
    })

    /** The EHR itself now says that the encounter is somebody else's. */
    async function giveAway(): Promise<void> {
      const encounter = await read<Encounter>(getWorld(), 'Encounter/enc-knee')
      const body = JSON.stringify({ ...encounter, subject: { reference: 'Patient/pat-wrist' } })
      getWorld().stack.sandbox.faults = ({ path }) =>
        path === '/fhir/Encounter/enc-knee'
          ? { status: 200, headers: { 'content-type': 'application/fhir+json' }, body }
          : undefined
    }

    test('must be the encounter’s: otherwise nothing is read, sent or shown', async () => {
      await giveAway()
      const page = await openPage(getWorld(), 420)
      const traffic = recordTraffic(page)
      await page.goto(await createLaunch(getWorld(), KNEE))
      const alert = page.getByRole('alert')
      await alert.getByRole('heading', { name: 'This is another patient’s encounter' }).waitFor()
      expect(await alert.innerText()).toMatch(/open it again from the right chart/)
      const { sandbox, proxy } = getWorld().stack
      const fhir = traffic.to(`${sandbox.url}/fhir/`).map((request) => new URL(request.url()).pathname)
      expect(fhir.filter((path) => !path.includes('.well-known'))).toEqual(['/fhir/Encounter/enc-knee'])
      expect(traffic.to(`${proxy.url}/v1/`).filter((request) => request.method() !== 'GET')).toEqual([])
    })

    test('leaves the screen at once when the encounter changes hands later', async () => {
      const page = await openPage(getWorld(), 420)
      await openSidebar(getWorld(), page, KNEE)
      await getCode(page, KNEE.code).waitFor()
      await giveAway()
      await page.getByRole('alert').getByText('Nothing was written').waitFor()
      expect(await page.locator('body').innerText()).not.toMatch(/knee|M17/i)
    })
  })

  describe('an address that nobody trusts', () => {
    const fill = (address: string) => {
      const { sandbox, proxy } = getWorld().stack
      return `${proxy.url}/${address.replace('{iss}', encodeURIComponent(`${sandbox.url}/fhir`)).replace('{foreign}', encodeURIComponent(FOREIGN))}`
    }

    test.each([
      ['a foreign issuer', 'launch.html?iss={foreign}&launch=x', /This server is not registered with Postil/],
      ['?clientId=', 'launch.html?iss={iss}&launch=x&clientId=evil', /settings it may not bring/],
      ['?fhirServiceUrl=', 'launch.html?iss={iss}&fhirServiceUrl={foreign}', /settings it may not bring/],
      ['?fhirServiceUrl= alone', 'launch.html?fhirServiceUrl={foreign}&patientId=p1', /settings it may not bring/],
      ['?patientId=', 'launch.html?iss={iss}&launch=x&patientId=pat-knee', /settings it may not bring/],
      ['a state that was never given', 'index.html?state=theirs&code=theirs', /could not sign in/],
    ])('%s is refused in a sentence; nothing is stored and nobody else is asked', async (_case, address, sentence) => {
      const page = await openPage(getWorld(), 420)
      const traffic = recordTraffic(page)
      await page.goto(fill(address))
      await page.getByText(sentence).waitFor()
      expect(traffic.requests.filter((one) => !one.url().startsWith(getWorld().stack.proxy.url))).toEqual([])
      const stored = await page.evaluate(() => [...Object.keys(sessionStorage), ...Object.keys(localStorage)])
      expect(stored).toEqual([])
      await page.context().close()
    })

    test('the page without a launch takes no server from its address', async () => {
      const page = await openPage(getWorld(), 420)
      const traffic = recordTraffic(page)
      await page.goto(fill('index.html?fhirServiceUrl={foreign}&iss={foreign}&patientId=pat-knee'))
      await page.getByRole('list', { name: 'Servers' }).waitFor()
      expect(await page.getByRole('list', { name: 'Servers' }).innerText()).not.toContain('foreign')
      expect(traffic.requests.filter((one) => !one.url().startsWith(getWorld().stack.proxy.url))).toEqual([])
    })
  })

  describe('a browser that blocks storage in the frame', () => {
    /** As browsers do it for frames of another site: the property itself throws. */
    const block = (page: Page, names: readonly string[]) =>
      blockStorage(page, new URL(getWorld().stack.proxy.url).origin, names)

    test('is told about, and the sidebar opens in a window of its own', async () => {
      const context = await getWorld().browser.newContext({ viewport: { width: 1400, height: 900 } })
      const page = await newWatchedPage(context)
      await block(page, ['sessionStorage', 'localStorage', 'indexedDB'])
      await openChart(getWorld(), page, KNEE)
      const sidebar = getSidebar(page)
      await sidebar.getByText(/This browser blocks storage inside the chart’s frame/).waitFor()
      const opened = context.waitForEvent('page')
      await sidebar.getByRole('button', { name: 'Open Postil in its own window' }).click()
      const window = await opened
      await getCode(window, KNEE.code).waitFor()
      await context.close()
    })

    test('still opens the chart where only the database is blocked; after a reload it says what to do', async () => {
      const page = await openPage(getWorld(), 420)
      await block(page, ['indexedDB'])
      await openSidebar(getWorld(), page, KNEE)
      await getCode(page, KNEE.code).waitFor()
      await page.reload()
      await page.getByText(/Open Postil from the chart again/).waitFor()
      await page.getByRole('button', { name: 'Put one together by hand' }).waitFor()
    })
  })
})
