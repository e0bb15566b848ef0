/**
 * A fake EHR page for any embedded SMART app: it shows launch addresses in frames, with what real EHRs do to frames.
 * Nothing here knows Postil. The page has the origin of the EHR's FHIR server, since browsers judge frames by site.
 */
import type { Frame, Page } from 'playwright-core'

export type FrameOptions = {
  /** Address that launches the app, with `iss` and `launch`. */
  readonly url: string
  /** `sandbox` attribute; absent leaves the frame unrestricted. */
  readonly sandbox?: string
  /** Permissions policy of the frame: `clipboard-write`. */
  readonly allow?: string
  readonly width?: number
}

/** What cautious EHRs grant: no popups, no modal dialogs, no downloads, no way to lead the EHR's page away. */
export const STRICT_SANDBOX = 'allow-scripts allow-forms allow-same-origin'

/** Opens a page of the EHR's origin that holds these frames, side by side. @returns the frames, in order. */
export async function openInFrames(
  page: Page,
  ehrOrigin: string,
  frames: readonly FrameOptions[],
): Promise<readonly Frame[]> {
  // Any document of that origin will do; one that the test makes up could not frame a local address.
  await page.goto(`${ehrOrigin}/style.json`)
  await page.evaluate((options) => {
    const elements = options.map(({ url, sandbox, allow, width = 380 }, index) => {
      const frame = document.createElement('iframe')
      frame.name = `app-${index}`
      frame.title = `App ${index + 1}`
      if (sandbox !== undefined) frame.setAttribute('sandbox', sandbox)
      if (allow !== undefined) frame.allow = allow
      frame.style.cssText = `width:${width}px;height:760px;border:1px solid #888`
      frame.src = url
      return frame
    })
    document.body.replaceChildren(...elements)
  }, frames)
  return Promise.all(frames.map((_, index) => getFrame(page, index)))
}

/** The frame as it is now: a reload of the app keeps it, a crash or a new launch may not. */
export async function getFrame(page: Page, index = 0): Promise<Frame> {
  const handle = await page.waitForSelector(`iframe[name="app-${index}"]`)
  const frame = await handle.contentFrame()
  if (!frame) throw new Error(`Frame ${index + 1} did not open.`)
  return frame
}

/** The EHR moves on to another launch in the same frame, as it does when somebody opens another chart. */
export async function launchAgain(page: Page, url: string, index = 0): Promise<void> {
  await page.locator(`iframe[name="app-${index}"]`).evaluate((frame: HTMLIFrameElement, src) => {
    frame.src = src
  }, url)
}

/** As browsers do it for frames of another site: the property itself throws. */
export async function blockStorage(page: Page, appOrigin: string, names: readonly string[]): Promise<void> {
  await page.addInitScript(
    ([origin, blocked]) => {
      if (window.location.origin !== origin) return
      for (const name of blocked ?? []) {
        Object.defineProperty(window, name, {
          get: () => {
            throw new DOMException('Access is denied for this document.', 'SecurityError')
          },
        })
      }
    },
    [appOrigin, names] as const,
  )
}

/** Cookies of other sites are refused, as Safari and Firefox do always and Chromium can be told to. */
export async function refuseThirdPartyCookies(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true })
}

/** The workstation's clock is wrong by this much from now on; it keeps running. */
export async function skewClock(page: Page, minutes: number): Promise<void> {
  await page.addInitScript((offset) => {
    const RealDate = Date
    const now = () => RealDate.now() + offset
    window.Date = new Proxy(RealDate, {
      construct: (target, values: readonly unknown[]) =>
        Reflect.construct(target, values.length === 0 ? [now()] : values),
      get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
    })
  }, minutes * 60_000)
}
