// A launch as the EHR makes it, opened without the chart page around it: quicker, and the page is the sidebar alone.
import type { Page } from 'playwright-core'
import type { World } from './stack.ts'

export type Launch = {
  /** `pat-knee`; its visit is `enc-knee` unless another is named. */
  readonly patient: string
  readonly encounter?: string
  readonly user?: string
  readonly base?: 'fhir' | 'charges'
  /** Grants at most these, as an EHR that registered the sidebar for less. */
  readonly scopes?: readonly string[]
}

export async function createLaunch({ stack }: World, launch: Launch): Promise<string> {
  const { patient, encounter = patient.replace(/^pat-/, 'enc-'), user = 'prac-rivera', base = 'fhir', scopes } = launch
  const response = await fetch(`${stack.sandbox.url}/chart/launch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ patientId: patient, encounterId: encounter, userId: user, base, scopes }),
  })
  const { launchUrl } = (await response.json()) as { launchUrl?: string }
  if (launchUrl === undefined) throw new Error(`The sandbox did not launch ${patient} (${response.status}).`)
  return launchUrl
}

/** Answers once the note has been checked for the first time. */
export async function openSidebar(world: World, page: Page, launch: Launch): Promise<void> {
  await page.goto(await createLaunch(world, launch))
  await page.getByText(/^Checked \d/).waitFor()
}
