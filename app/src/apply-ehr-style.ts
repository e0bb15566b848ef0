/** Takes over the EHR's look where it is harmless (`ui/ehr-style.ts`). Without it the panel looks like itself. */

export async function applyEhrStyle(url: string, root: HTMLElement): Promise<void> {
  try {
    const response = await fetch(url, { credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(5000) })
    if (!response.ok) return
    const { buildStyleTokens } = await import('./ui/ehr-style.ts')
    for (const [name, value] of Object.entries(buildStyleTokens(await response.json()))) {
      root.style.setProperty(name, value)
    }
  } catch {
    // Only a wish of the EHR's: nothing depends on it (SMART App Launch 2.2, "Styling").
  }
}
