// Pictures for people to look at, in test-results/screenshots; with POSTIL_WRITE_IMAGES=1 also those of the README.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openSidebar } from './support/launch.ts'
import { measureOverflow } from './support/layout.ts'
import { fileDraft, getCode, getDraft, getQuestions, putTogether } from './support/panel.ts'
import { openChart, openPage, useWorld } from './support/stack.ts'

const FOLDER = 'test-results/screenshots'
const IMAGES = process.env['POSTIL_WRITE_IMAGES'] === '1' ? 'docs/images' : undefined

const FOR_README: ReadonlyMap<string, string> = new Map([
  ['question-360', 'sidebar.png'],
  ['coder-1100', 'coder.png'],
])

type State = {
  readonly patient: string
  /** 320, 360 and 720 px unless the view is made for more. */
  readonly widths?: readonly number[]
  readonly user?: string
  /** From the opened sidebar to what the picture shows. */
  readonly prepare: (page: Page) => Promise<void>
}

const STATES: Readonly<Record<string, State>> = {
  question: { patient: 'pat-knee', prepare: (page) => getQuestions(page).getByRole('article').first().waitFor() },
  answer: {
    patient: 'pat-heart-failure',
    prepare: async (page) => {
      await getQuestions(page).getByRole('group').getByRole('button').first().click()
      await page
        .getByRole('button', { name: /^Dismiss [A-Z]/ })
        .last()
        .click()
      await page.getByText('Why this').first().click()
    },
  },
  note: {
    patient: 'pat-diabetes-ckd',
    prepare: async (page) => {
      await page
        .getByRole('button', { name: /^Show in note/ })
        .first()
        .click()
      await page.getByRole('dialog', { name: 'Note' }).locator('mark').first().waitFor()
    },
  },
  filed: {
    patient: 'pat-copd',
    prepare: async (page) => {
      await putTogether(page)
      await fileDraft(page)
      const result = getDraft(page).getByText(/Saved in the EHR/)
      await result.waitFor()
      await result.scrollIntoViewIfNeeded()
    },
  },
  coder: {
    patient: 'pat-injection',
    user: 'coder-lindqvist',
    widths: [420, 720, 1100],
    prepare: async (page) => {
      await putTogether(page)
      await page.getByText('Add diagnosis by code').click()
      await page.getByRole('combobox', { name: 'ICD-10-CM code' }).fill('carpal')
      await page.getByRole('option').first().waitFor()
    },
  },
  'right-to-left': { patient: 'pat-migraine', prepare: () => Promise.resolve() },
}

describe('how it looks', () => {
  const getWorld = useWorld()
  beforeAll(() => {
    for (const folder of [FOLDER, IMAGES]) if (folder !== undefined) mkdirSync(folder, { recursive: true })
  })

  async function takePicture(page: Page, name: string, image?: string): Promise<void> {
    const picture = await page.screenshot({ path: join(FOLDER, `${name}.png`) })
    if (IMAGES !== undefined && image !== undefined) await page.screenshot({ path: join(IMAGES, image) })
    expect(await measureOverflow(page)).toBe(0)
    // An empty page of this size compresses to less.
    expect(picture.length).toBeGreaterThan(8_000)
  }

  test.each(Object.entries(STATES))(
    '%s at every width that it is made for, light and dark',
    async (name, { prepare, widths = [320, 360, 720], ...launch }) => {
      // The colours of the sandbox's EHR would decide between light and dark.
      getWorld().stack.sandbox.faults = ({ path }) => (path === '/style.json' ? { status: 404 } : undefined)
      const page = await openPage(getWorld(), 320, { deviceScaleFactor: 2 })
      await openSidebar(getWorld(), page, launch)
      await prepare(page)
      for (const width of widths) {
        await page.setViewportSize({ width, height: 860 })
        if (width >= 600) await page.getByRole('region', { name: 'Note', exact: true }).waitFor()
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          const image = colorScheme === 'light' ? FOR_README.get(`${name}-${width}`) : undefined
          await takePicture(page, `${name}-${width}-${colorScheme}`, image)
        }
      }
      getWorld().stack.sandbox.faults = undefined
      await page.context().close()
    },
  )

  test('every style sheet keeps the order of the layers, whichever comes first', async () => {
    const page = await openPage(getWorld(), 720)
    await openSidebar(getWorld(), page, { patient: 'pat-knee' })
    await page.getByRole('region', { name: 'Note', exact: true }).waitFor()
    const { order, used } = await page.evaluate(() => {
      const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
      const [first] = rules
      return {
        order: first instanceof CSSLayerStatementRule ? [...first.nameList] : [],
        used: rules.flatMap((rule) => (rule instanceof CSSLayerBlockRule ? [rule.name] : [])),
      }
    })
    expect(order).toEqual(['tokens', 'base', 'controls', 'layout', 'features', 'print'])
    expect(new Set(used)).toEqual(new Set(order))
    await page.context().close()
  })

  test('the whole chart at 1400 px, with the question beside the note', async () => {
    const page = await openPage(getWorld(), 1400, { deviceScaleFactor: 2, viewport: { width: 1400, height: 860 } })
    const sidebar = await openChart(getWorld(), page, { patient: 'pat-knee' })
    await getQuestions(sidebar).getByRole('article').first().waitFor()
    await getCode(sidebar, 'M17').first().waitFor()
    await takePicture(page, 'chart-1400', 'chart.png')
  })
})
