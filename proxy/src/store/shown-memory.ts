/** What this process has put on record as shown, so that a note that is saved every few seconds does not bring it again. */

/** Retention deletes by days, so what is remembered is still there. */
const KEPT_MS = 60 * 60_000
const MOST_PANELS = 2000

/** One person before one encounter: of each finding by its fingerprint, what was put on record last. */
type Panel = { readonly since: number; readonly contents: Map<string, string> }

export type ShownMemory = {
  readonly isNewest: (panel: string, fingerprint: string, content: string) => boolean
  /** Once it is committed. */
  readonly keep: (panel: string, fingerprint: string, content: string) => void
}

export function createShownMemory(now: () => number = Date.now): ShownMemory {
  const panels = new Map<string, Panel>()
  const find = (name: string): Panel | undefined => {
    const panel = panels.get(name)
    return panel && now() - panel.since < KEPT_MS ? panel : undefined
  }
  const open = (name: string): Panel => {
    const panel = { since: now(), contents: new Map<string, string>() }
    panels.delete(name)
    const [oldest] = panels.keys()
    if (panels.size >= MOST_PANELS && oldest !== undefined) panels.delete(oldest)
    panels.set(name, panel)
    return panel
  }
  return {
    isNewest: (name, fingerprint, content) => find(name)?.contents.get(fingerprint) === content,
    keep: (name, fingerprint, content) => {
      const { contents } = find(name) ?? open(name)
      contents.set(fingerprint, content)
    },
  }
}
