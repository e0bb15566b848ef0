// The sandbox EHR without a socket, under the app's own transport: any number of tabs on one record and one ledger.
import type { CapabilityStatement, ChargeItem, Claim, Resource, Task } from '@medplum/fhirtypes'
import { openAnonymousSession } from '#app/ehr/ehr-session.ts'
import { createFhirServer } from '#app/ehr/fhir-server.ts'
import { createFhirTransport } from '#app/ehr/fhir-transport.ts'
import { createDraftFiler, type DraftFiler } from '#app/ehr/filing/draft-filer.ts'
import { createWorkTaskKeeper, type KeepWorkTask } from '#app/ehr/filing/keep-work-task.ts'
import { createWriteAbilities } from '#app/ehr/filing/write-abilities.ts'
import type { WriteLedger } from '#app/ehr/session-types.ts'
import type { TenantConfiguration } from '#coding/contract/tenant.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import type { Fault } from '#sandbox/faults.ts'
import { everything } from '#sandbox/fhir/access.ts'
import { createFhirHandler } from '#sandbox/fhir/fhir-endpoint.ts'
import { SandboxRepository } from '#sandbox/fhir/sandbox-repository.ts'
import type { HttpReply } from '#sandbox/http.ts'
import { type EhrKind, PERSONALITIES, VENDORS } from '#sandbox/personalities/ehr-kind.ts'
import { buildTenant } from '../support/launch-from-smart-server.ts'
import { createMemoryLedger } from '../support/memory-ledger.ts'

const BASE = 'http://ehr.test/fhir'
export const PATIENT = parsePatientId('p1')
export const ENCOUNTER = parseEncounterId('e1')

export type Tab = DraftFiler & {
  readonly keepWorkTask: KeepWorkTask
  readonly ledger: WriteLedger
  /** From now on nothing that it asks for is answered. */
  readonly die: () => void
}

type TabOptions = {
  /** Whose tab it is; the only ledger where that is not said is a coder's. */
  readonly ledger?: WriteLedger
  /** Asked before a request reaches the EHR; may wait. */
  readonly before?: (method: string) => Promise<Fault | undefined>
  /** Told when the EHR has done what it was asked. */
  readonly after?: (method: string) => Promise<void>
}

export type InProcessEhr = {
  readonly openTab: (options?: TabOptions) => Tab
  readonly ledger: WriteLedger
  /** Drafts under our identifiers, whatever their status. */
  readonly listDrafts: () => readonly (Claim | ChargeItem | Task)[]
  readonly list: (type: string) => readonly Resource[]
  /** What the EHR holds beside drafts. */
  readonly add: (resource: Resource) => Promise<void>
  /** A person in the EHR. */
  readonly edit: (reference: string, change: (resource: Resource) => Resource) => Promise<void>
  readonly passTime: (milliseconds: number) => void
  /** Methods and paths of everything that was asked for. */
  readonly seen: string[]
}

export type EhrChanges = {
  readonly tenant?: Partial<TenantConfiguration>
  readonly createLedger?: (now: () => number) => WriteLedger
}

/** Every type that may be written or asked for when a draft is filed. */
const FILED: ReadonlySet<string> = new Set(['Claim', 'ChargeItem', 'Device', 'Provenance', 'Task'])
const statements = new Map<EhrKind, HttpReply>()

/** What a kind of EHR says of itself, about what is filed: all of it would be most of the work of ten thousand tabs. */
async function readStatement(ehr: EhrKind, read: () => Promise<HttpReply>): Promise<HttpReply> {
  const known = statements.get(ehr)
  if (known) return known
  const reply = await read()
  const statement = JSON.parse(String(reply.body)) as CapabilityStatement
  const rest = statement.rest?.map((one) => ({ ...one, resource: one.resource?.filter(({ type }) => FILED.has(type)) }))
  const shorter = { ...reply, body: JSON.stringify({ ...statement, rest }) }
  statements.set(ehr, shorter)
  return shorter
}

export function openInProcessEhr(ehr: EhrKind, changes: EhrChanges = {}): InProcessEhr {
  const { tenant: tenantChanges, createLedger = createMemoryLedger } = changes
  const store = new SandboxRepository([BASE])
  // Nobody waits in a test: what slowness does to the order of things is the scheduler's part.
  const personality = { ...PERSONALITIES[ehr], delayMs: 0 }
  const findFault = personality.createFaults?.()
  const authorize = () => Promise.resolve({ kind: 'granted', access: everything } as const)
  const handler = createFhirHandler({ base: { url: BASE, personality }, store, authorize })
  const tenant = buildTenant(BASE, { kind: 'open-server', vendor: VENDORS[ehr], ...tenantChanges })
  const seen: string[] = []
  let time = Date.parse('2026-11-02T12:00:00Z')
  const now = () => time
  const ledger = createLedger(now)

  async function answer(method: string, url: URL, init: RequestInit): Promise<HttpReply> {
    return handler({
      method,
      path: url.pathname.slice('/fhir'.length) || '/',
      query: url.search,
      headers: Object.fromEntries(new Headers(init.headers)),
      body: Buffer.from(typeof init.body === 'string' ? init.body : ''),
    })
  }

  function openTab({ before, after, ledger: own = ledger }: TabOptions = {}): Tab {
    let isDead = false
    const live = <Value>(value: Value): Value => {
      if (isDead) throw new TypeError('the tab is gone')
      return value
    }

    async function fetch(address: string, init: RequestInit): Promise<Response> {
      const { method = 'GET' } = init
      const url = new URL(address)
      const path = url.pathname.slice('/fhir'.length)
      const isBaseline = path === '/metadata'
      const fault = isBaseline
        ? undefined
        : ((await before?.(method)) ?? findFault?.({ method, path, query: '', headers: {}, body: Buffer.alloc(0) }))
      live(undefined)
      seen.push(`${method} ${path}`)
      const isAfter = fault === 'drop-after' || (typeof fault === 'object' && fault.isAfter === true)
      if (fault === 'drop-before') throw new TypeError('fetch failed')
      if (typeof fault === 'object' && !isAfter) return toResponse(fault)
      const ask = () => answer(method, url, init)
      const reply = await (isBaseline ? readStatement(ehr, ask) : ask())
      if (!isBaseline) await after?.(method)
      live(undefined)
      if (fault === 'drop-after') throw new TypeError('fetch failed')
      return toResponse(typeof fault === 'object' ? fault : reply)
    }

    const browser = {
      fetch,
      now,
      wait: async (milliseconds: number) => {
        time += milliseconds
      },
    }
    const session = openAnonymousSession(tenant)
    const transport = createFhirTransport({ base: BASE, browser, tokens: session })
    const server = createFhirServer(transport)
    const context = { patientId: PATIENT, encounterId: ENCOUNTER }
    const abilities = createWriteAbilities(server, session)
    const filer = createDraftFiler({ server, session, context, browser }, abilities)
    return {
      ...filer,
      keepWorkTask: createWorkTaskKeeper(
        { server, session: { ...session, fhirUser: 'Practitioner/coder' }, now },
        abilities,
      ),
      ledger: {
        begin: async (intent) => live(await own.begin(live(intent))),
        settle: async (key, receipt) => own.settle(live(key), receipt),
        list: () => own.list(),
        read: async (key) => own.read(live(key)),
      },
      die: () => {
        isDead = true
      },
    }
  }

  const list = (type: string): readonly Resource[] => [...store.current(type).values()]
  return {
    openTab,
    ledger,
    seen,
    list,
    listDrafts: () => ['Claim', 'ChargeItem', 'Task'].flatMap((type) => list(type)).filter(isDraft),
    edit: async (reference, change) => {
      const [type = '', id = ''] = reference.split('/')
      await store.exclusively(async () => {
        const current = store.current(type).get(id)
        if (current) await store.updateResource(change(structuredClone(current)))
      })
    },
    add: async (resource) => {
      await store.exclusively(() => store.updateResource(resource))
    },
    passTime: (milliseconds) => {
      time += milliseconds
    },
  }
}

function isDraft(resource: Resource): resource is Claim | ChargeItem | Task {
  return ['Claim', 'ChargeItem', 'Task'].includes(resource.resourceType)
}

function toResponse({ status, headers, body }: Partial<HttpReply> & { readonly status: number }): Response {
  const bytes = typeof body === 'string' ? body : Buffer.from(body ?? '')
  return new Response(status === 204 || status === 304 ? null : bytes, { status, ...(headers && { headers }) })
}
