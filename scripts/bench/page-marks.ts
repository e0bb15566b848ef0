// Runs inside every page and frame before its own script: notes when a save was answered and when a card was painted.

type Card = { readonly cardAt: number; readonly readAt: number }

type PageMarks = {
  /** When the chart's last PUT was answered. */
  savedAt?: number
  /** The first card of the page, painted and with the main thread free again. */
  readonly firstCard: Promise<Card>
  readonly waitForCard: (words: string) => Promise<Card>
}

declare global {
  var postilMarks: PageMarks | undefined
}

/** Milliseconds of one clock in all frames. Must hold everything it needs: the browser gets its text. */
export function watchPage(): void {
  const clock = (): number => performance.timeOrigin + performance.now()
  // The panel looks at the chart twice a second; the buffer of the platform would be full within a minute.
  performance.setResourceTimingBufferSize(1_000_000)

  const findRead = (): number => {
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    const analysis = entries.findLast(({ name }) => name.includes('/v1/analyses'))
    const before = analysis?.startTime ?? Number.NaN
    const read = entries.findLast(
      ({ name, responseEnd }) => name.includes('/DocumentReference') && responseEnd <= before,
    )
    return performance.timeOrigin + (read?.responseEnd ?? Number.NaN)
  }

  const waitForCard = (words: string): Promise<Card> =>
    new Promise((resolve) => {
      const look = (): boolean => {
        // A card that has just closed rests in its place for a few seconds.
        const cards = [...document.querySelectorAll('article:not(.resting)')]
        if (!cards.some((card) => card.textContent.includes(words))) return false
        requestAnimationFrame(() =>
          setTimeout(() => {
            const cardAt = clock()
            // The stream's own entry appears when it has ended, a moment after its first card.
            setTimeout(() => resolve({ cardAt, readAt: findRead() }), 50)
          }),
        )
        return true
      }
      if (look()) return
      const observer = new MutationObserver(() => {
        if (look()) observer.disconnect()
      })
      observer.observe(document, { childList: true, subtree: true, characterData: true })
    })

  const marks: PageMarks = { waitForCard, firstCard: waitForCard('') }
  globalThis.postilMarks = marks
  const { fetch } = globalThis
  globalThis.fetch = async (input, init) => {
    const response = await fetch(input, init)
    if (init?.method === 'PUT') marks.savedAt = clock()
    return response
  }
}
