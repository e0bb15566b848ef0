/** What a launch is about, from the click in the chart to every token that comes of it. */
import { randomUUID } from 'node:crypto'

export type LaunchContext = {
  /** The FHIR base the app was launched against. */
  readonly base: string
  readonly userId: string
  readonly patientId: string | undefined
  readonly encounterId: string | undefined
  /** Other resources in focus, as SMART 2.2 writes them: objects, never strings. */
  readonly fhirContext: readonly { readonly reference: string; readonly type?: string }[]
  /** False when the EHR shows a banner of its own. */
  readonly needsPatientBanner: boolean
  /** Names this launch in the messages between the sidebar and the chart page (SMART Web Messaging). */
  readonly messagingHandle?: string
  /** Of the CDS Hooks card whose link was followed, handed to the app as it is. */
  readonly appContext?: string
  /** Grants at most these, as an EHR that registered the app for less. */
  readonly grantAtMost?: readonly string[]
}

const LAUNCH_LIFETIME = 5 * 60_000

type Launch = { readonly context: LaunchContext; readonly expiresAt: number }

/** Launch handles wait to be claimed by an app; contexts live as long as their grant. */
export class LaunchRegister {
  readonly #launches = new Map<string, Launch>()
  readonly #contexts = new Map<string, LaunchContext>()
  readonly #topics = new Map<string, string>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  open(context: LaunchContext): string {
    const handle = randomUUID()
    this.#launches.set(handle, { context, expiresAt: this.#now() + LAUNCH_LIFETIME })
    return handle
  }

  /** Not single-use: a reload of the app's launch page is not a new click in the chart. */
  find(handle: string): LaunchContext | undefined {
    const launch = this.#launches.get(handle)
    return launch && launch.expiresAt > this.#now() ? launch.context : undefined
  }

  /** What the screens of one user are called at the hub; nobody can guess it. */
  findTopic(userId: string): string {
    const topic = this.#topics.get(userId) ?? randomUUID()
    this.#topics.set(userId, topic)
    return topic
  }

  bind(grantId: string, context: LaunchContext): void {
    this.#contexts.set(grantId, context)
  }

  findByGrant(grantId: string): LaunchContext | undefined {
    return this.#contexts.get(grantId)
  }
}
