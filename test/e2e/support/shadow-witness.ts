// Watches every page of a browser for what Postil must not do where it only watches: show a card, or write.
import { appendFileSync, mkdirSync } from 'node:fs'
import type { Browser, BrowserContext, Request } from 'playwright-core'

export type ShadowWitness = {
  /** What was seen on the screen, by page. */
  readonly cards: readonly string[]
  /** Writes to a FHIR base from the panel, and pens that the ledger gave. */
  readonly writes: readonly string[]
  /** Analyses that were asked for: without one, seeing nothing proves nothing. */
  readonly analyses: () => number
}

export const SHADOW_LOG = 'test-results/shadow.jsonl'

/** Whether the whole suite runs with a site that only watches (`npm run shadow`). */
export const IS_SHADOW_RUN = process.env['POSTIL_E2E_MODE'] === 'shadow'

/** From the next context on. */
export function watchBrowser(browser: Browser, sidebarUrl: string): ShadowWitness {
  const [cards, writes]: [string[], string[]] = [[], []]
  let analyses = 0
  const openContext = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    const context = await openContext(options)
    await watchCards(context, (where) => cards.push(where))
    context.on('request', (request) => {
      if (request.method() === 'POST' && request.url() === `${sidebarUrl}/v1/analyses`) analyses += 1
      if (isWriteOfPanel(request, sidebarUrl)) writes.push(`${request.method()} ${new URL(request.url()).pathname}`)
    })
    context.on('response', (response) => {
      const isPen = response.request().method() === 'POST' && response.url() === `${sidebarUrl}/v1/writes`
      if (isPen && response.ok()) writes.push('pen taken')
    })
    return context
  }
  return { cards, writes, analyses: () => analyses }
}

/** For the run over the whole suite: a line for each world of a test file. */
export function noteWitness(file: string, { cards, writes, analyses }: ShadowWitness): void {
  mkdirSync('test-results', { recursive: true })
  appendFileSync(SHADOW_LOG, `${JSON.stringify({ file, cards, writes, analyses: analyses() })}\n`)
}

async function watchCards(context: BrowserContext, report: (where: string) => void): Promise<void> {
  await context.exposeBinding('postilCardSeen', (_source, where: string) => report(where))
  await context.addInitScript(() => {
    const look = (): void => {
      const card = document.querySelector('#postil article, #postil .card, .hook-card')
      const tell = Reflect.get(window, 'postilCardSeen') as ((where: string) => void) | undefined
      if (card) tell?.(`${location.pathname} ${card.className}`)
    }
    new MutationObserver(look).observe(document, { childList: true, subtree: true })
  })
}

function isWriteOfPanel(request: Request, sidebarUrl: string): boolean {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method()) || !request.url().includes('/fhir')) return false
  try {
    return request.frame().url().startsWith(sidebarUrl)
  } catch {
    // A navigation has no frame yet, and is no write.
    return false
  }
}
