/** The window of the EHR that shows the panel, as far as messages go: a test brings its own. */

export type EhrWindow = {
  readonly post: (message: unknown, targetOrigin: string) => void
  /** Hears only what that window says, and only from that origin. @returns what ends it */
  readonly listen: (origin: string, hear: (message: unknown) => void) => () => void
}

/** @returns undefined when nobody opened this page: there is nobody to talk to. */
export function findEhrWindow(): EhrWindow | undefined {
  const opener: unknown = window.opener
  const target = window.parent === window.self ? opener : window.parent
  if (!isWindow(target)) return undefined
  return {
    post: (message, targetOrigin) => target.postMessage(message, targetOrigin),
    listen: (origin, hear) => {
      const onMessage = (event: MessageEvent<unknown>): void => {
        if (event.origin === origin && event.source === target) hear(event.data)
      }
      window.addEventListener('message', onMessage)
      return () => window.removeEventListener('message', onMessage)
    },
  }
}

/** A window of another origin shows nearly nothing of itself, so only what is used is looked for. */
function isWindow(value: unknown): value is Pick<Window, 'postMessage'> & MessageEventSource {
  return typeof value === 'object' && value !== null && 'postMessage' in value
}
