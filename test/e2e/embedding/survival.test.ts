// What EHR frames do to an embedded app. After each: no answer is lost, no other patient stands on the screen, a plain
// sentence says what happened where something did, and there is a way on.
import type { Encounter } from '@medplum/fhirtypes'
import type { Frame, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLaunch, type Launch } from '../support/launch.ts'
import { fileDraft, getCode, getDraft, getQuestions, putTogether } from '../support/panel.ts'
import { listClaims, read, rewriteNote } from '../support/record.ts'
import { openPage, useWorld } from '../support/stack.ts'
import {
  blockStorage,
  type FrameOptions,
  getFrame,
  launchAgain,
  openInFrames,
  refuseThirdPartyCookies,
  STRICT_SANDBOX,
  skewClock,
} from './ehr-page.ts'

const KNEE = { patient: 'pat-knee', code: 'M17.9' }
const DIABETES = { patient: 'pat-diabetes-ckd', code: 'E11.22' }

describe('in the frame of another site', () => {
  // The sidebar is another site than the EHR, so that the browser divides storage and cookies as in a hospital.
  const getWorld = useWorld({ sidebarHost: 'localhost' })
  let page: Page

  beforeEach(async () => {
    page = await openPage(getWorld(), 900)
  })
  afterEach(async () => {
    getWorld().stack.sandbox.faults = undefined
    await page.context().close()
  })

  const launch = (one: Launch): Promise<string> => createLaunch(getWorld(), one)

  async function open(one: Launch, options: Omit<FrameOptions, 'url'> = {}): Promise<Frame> {
    const [frame] = await openInFrames(page, getWorld().stack.sandbox.url, [{ url: await launch(one), ...options }])
    if (!frame) throw new Error('No frame was opened.')
    return frame
  }

  const getKneeCard = (frame: Frame) =>
    getQuestions(frame)
      .getByRole('article')
      .filter({ hasText: /osteoarthritis of the knee/i })

  async function answerKnee(frame: Frame): Promise<void> {
    await getKneeCard(frame).getByRole('button', { name: 'Right', exact: true }).click()
  }

  const expectAnswered = (frame: Frame) =>
    getKneeCard(frame)
      .getByText(/Your answer: right/i)
      .waitFor()

  async function takeBack(frame: Frame): Promise<void> {
    const stored = page.waitForResponse(/\/v1\/decisions/)
    await getKneeCard(frame).getByRole('button', { name: 'Undo' }).click()
    await stored
  }

  async function reload(frame: Frame): Promise<Frame> {
    await Promise.all([page.waitForEvent('framenavigated'), frame.evaluate(() => window.location.reload())])
    return getFrame(page)
  }

  async function giveAway(patient: string): Promise<void> {
    const encounter = await read<Encounter>(getWorld(), 'Encounter/enc-knee')
    const body = JSON.stringify({ ...encounter, subject: { reference: `Patient/${patient}` } })
    getWorld().stack.sandbox.faults = ({ path }) =>
      path === '/fhir/Encounter/enc-knee'
        ? { status: 200, headers: { 'content-type': 'application/fhir+json' }, body }
        : undefined
  }

  test('partitioned storage: it opens, and an answer stands after a reload', async () => {
    let frame = await open(KNEE)
    await getKneeCard(frame).waitFor()
    await Promise.all([page.waitForResponse(/\/v1\/decisions/), answerKnee(frame)])
    frame = await reload(frame)
    await expectAnswered(frame)
    await takeBack(frame)
  })

  test('third-party cookies refused: it needs none, and sets none', async () => {
    await refuseThirdPartyCookies(page)
    const frame = await open(KNEE)
    await getCode(frame, KNEE.code).waitFor()
    expect(await page.context().cookies(getWorld().stack.sidebarUrl)).toEqual([])
  })

  test('strict sandbox attributes: it opens, answers and files', async () => {
    const frame = await open({ patient: 'pat-wrist' }, { sandbox: STRICT_SANDBOX })
    await getCode(frame, 'S52').first().waitFor()
    await putTogether(frame)
    await fileDraft(frame)
    await getDraft(frame)
      .getByText(/Saved in the EHR/)
      .waitFor()
    expect(await listClaims(getWorld(), 'pat-wrist')).toHaveLength(1)
  })

  test('a sandbox without an origin: a sentence says that nothing can be kept, and nothing is read', async () => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    const frame = await open(KNEE, { sandbox: 'allow-scripts allow-forms' })
    await frame.getByText(/blocks storage inside the chart’s frame/).waitFor()
    expect(asked.filter((path) => path.startsWith('/fhir/'))).toEqual([])
  })

  test('blocked storage: a sentence, and a window of its own as the way on', async () => {
    await blockStorage(page, getWorld().stack.sidebarUrl, ['sessionStorage', 'localStorage', 'indexedDB'])
    const frame = await open(KNEE)
    const opened = page.context().waitForEvent('page')
    await frame.getByRole('button', { name: 'Open Postil in its own window' }).click()
    await getCode(await opened, KNEE.code).waitFor()
  })

  test('a token that ends while somebody works: nobody notices', async () => {
    const frame = await open(KNEE)
    await getCode(frame, KNEE.code).waitFor()
    getWorld().stack.sandbox.expireTokens()
    await rewriteNote(getWorld(), 'note-knee-1', (text) => `${text}\nVitamin D deficiency.\n`)
    await getCode(frame, 'E55.9').waitFor()
    expect(await frame.getByText(/session has ended/).count()).toBe(0)
  })

  test('a token refused in the middle of a write: it is renewed, and one Claim arrives', async () => {
    const frame = await open({ patient: 'pat-copd' })
    await putTogether(frame)
    await frame.getByText('Goes to the EHR as a draft claim.').waitFor()
    getWorld().stack.sandbox.faults = ({ method, path }) => {
      if (method !== 'POST' || path !== '/fhir/Claim') return undefined
      getWorld().stack.sandbox.faults = undefined
      return { status: 401 }
    }
    await fileDraft(frame)
    await getDraft(frame)
      .getByText(/Saved in the EHR/)
      .waitFor()
    expect(await listClaims(getWorld(), 'pat-copd')).toHaveLength(1)
  })

  test('a reload in the middle of an answer: the browser asks first, and what was decided stands', async () => {
    let frame = await open(KNEE)
    await getKneeCard(frame).waitFor()
    const slow = Promise.withResolvers<void>()
    await page.route(/\/v1\/decisions/, async (route) => {
      await slow.promise
      await route.continue()
    })
    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(dialog.type())
      void dialog.dismiss()
    })
    await answerKnee(frame)
    await page.reload().catch(() => undefined)
    expect(asked).toEqual(['beforeunload'])
    const stored = page.waitForResponse(/\/v1\/decisions/)
    slow.resolve()
    await stored
    await page.unroute(/\/v1\/decisions/)
    frame = await reload(await getFrame(page))
    await expectAnswered(frame)
    await takeBack(frame)
  })

  test('the patient switched under the app: everything leaves the screen, and nothing is written', async () => {
    const frame = await open(KNEE)
    await getCode(frame, KNEE.code).waitFor()
    await giveAway('pat-wrist')
    await frame.getByRole('alert').getByText('Nothing was written').waitFor()
    expect(await frame.locator('body').innerText()).not.toMatch(/knee|M17/i)
    expect(await listClaims(getWorld(), 'pat-knee')).toEqual([])
  })

  test('another chart opened in the same frame: the second patient, and nothing of the first', async () => {
    await open(KNEE)
    await getCode(await getFrame(page), KNEE.code).waitFor()
    await launchAgain(page, await launch(DIABETES))
    const frame = await getFrame(page)
    await getCode(frame, DIABETES.code).waitFor()
    expect(await frame.locator('body').innerText()).not.toMatch(/knee|M17/i)
  })

  test('two sidebars of one visit: what is answered in one stands in the other', async () => {
    const urls = await Promise.all([launch(KNEE), launch(KNEE)])
    const [one, other] = await openInFrames(
      page,
      getWorld().stack.sandbox.url,
      urls.map((url) => ({ url })),
    )
    if (!(one && other)) throw new Error('The frames did not open.')
    await Promise.all([getKneeCard(one).waitFor(), getKneeCard(other).waitFor()])
    await Promise.all([page.waitForResponse(/\/v1\/decisions/), answerKnee(one)])
    await rewriteNote(getWorld(), 'note-knee-1', (text) => `${text}\n`)
    await expectAnswered(other)
    await takeBack(one)
  })

  test('a double launch: each frame has its own patient', async () => {
    const urls = await Promise.all([launch(KNEE), launch(DIABETES)])
    const [knee, diabetes] = await openInFrames(
      page,
      getWorld().stack.sandbox.url,
      urls.map((url) => ({ url })),
    )
    if (!(knee && diabetes)) throw new Error('The frames did not open.')
    await Promise.all([getCode(knee, KNEE.code).waitFor(), getCode(diabetes, DIABETES.code).waitFor()])
    expect(await getCode(knee, DIABETES.code).count()).toBe(0)
    expect(await getCode(diabetes, KNEE.code).count()).toBe(0)
  })

  test.each([5, -5])('a clock that is wrong by %i minutes: it opens, checks and records', async (minutes) => {
    await skewClock(page, minutes)
    const frame = await open(KNEE)
    await getKneeCard(frame).waitFor()
    const [stored] = await Promise.all([page.waitForResponse(/\/v1\/decisions/), answerKnee(frame)])
    expect(stored.status()).toBe(200)
    await takeBack(frame)
  })

  test('offline for a while: the answer waits, that is said, and it is recorded when the network is back', async () => {
    const frame = await open(KNEE)
    await getKneeCard(frame).waitFor()
    await page.context().setOffline(true)
    await answerKnee(frame)
    await frame.getByText(/1 decision is kept here/).waitFor()
    await frame.getByText('What you see may be out of date.').waitFor()
    const stored = page.waitForResponse(/\/v1\/decisions/)
    await page.context().setOffline(false)
    expect((await stored).status()).toBe(200)
    await frame.getByText(/1 decision is kept here/).waitFor({ state: 'detached' })
    await expectAnswered(frame)
    await takeBack(frame)
  })

  test('the proxy restarted: the session is made anew, and the next answer is recorded', async () => {
    const frame = await open(KNEE)
    await getKneeCard(frame).waitFor()
    await getWorld().stack.restartProxy()
    const stored = page.waitForResponse((response) => response.url().includes('/v1/decisions') && response.ok())
    await answerKnee(frame)
    await stored
    await expectAnswered(frame)
    await takeBack(frame)
  })

  test('a storm of 429: what was read stays, with a word, until the EHR has time again', async () => {
    const frame = await open(KNEE)
    await getCode(frame, KNEE.code).waitFor()
    let asked = 0
    getWorld().stack.sandbox.faults = ({ path }) => {
      if (!path.startsWith('/fhir/')) return undefined
      asked += 1
      return { status: 429, headers: { 'retry-after': '2' } }
    }
    await frame.getByText('What you see may be out of date.').waitFor()
    const before = asked
    await new Promise((resolve) => setTimeout(resolve, 1500))
    // It obeys the delay that the server names, instead of adding to the storm.
    expect(asked - before).toBeLessThanOrEqual(8)
    expect(await getCode(frame, KNEE.code).count()).toBe(1)
    getWorld().stack.sandbox.faults = undefined
    await frame.getByText('What you see may be out of date.').waitFor({ state: 'detached' })
  })
})
