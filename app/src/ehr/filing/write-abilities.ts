/** What server, grant and vendor allow to write: asked once, never found out by trial (smart-fhir reference 5.4). */
import type { WriteTarget } from '#coding/contract/tenant.ts'
import { type Capabilities, hasInteraction, mapCapabilities } from '#fhir-mappers/capability-statement.ts'
import {
  decideWriteTarget,
  findCreditRefusal,
  findPostRefusal,
  findQueryRefusal,
  findWorkTaskRefusal,
  type TargetRefusal,
  type WriteDecision,
} from '#fhir-mappers/write-target.ts'
import type { EhrSession } from '../ehr-session.ts'
import { EhrError } from '../errors.ts'
import type { FhirServer } from '../fhir-server.ts'

export type WriteAbilities = {
  readonly decide: () => Promise<WriteDecision>
  /** Why no charge may be posted; undefined where it may. */
  readonly findPostRefusal: () => Promise<TargetRefusal | undefined>
  /** Why no posted charge may be credited; undefined where it may. */
  readonly findCreditRefusal: () => Promise<TargetRefusal | undefined>
  /** Why no query may be sent to the author of a note; undefined where it may. */
  readonly findQueryRefusal: () => Promise<TargetRefusal | undefined>
  /** Why the coders' list is not kept as Tasks; undefined where it may be. */
  readonly findWorkTaskRefusal: () => Promise<TargetRefusal | undefined>
  /** After a first refusal (403, 404, 405): the next target is tried, and this one not again. */
  readonly demote: (target: WriteTarget) => void
  /** Whether something would be open to a draft had it not been refused before. */
  readonly hasDemoted: () => Promise<boolean>
  /** Every target counts again. */
  readonly promoteAll: () => void
  readonly demoteTransaction: () => void
  readonly hasTransaction: () => Promise<boolean>
  readonly allowsCreate: (type: string) => Promise<boolean>
  readonly allowsConditionalCreate: (type: string) => Promise<boolean>
  readonly allowsIdentifierSearch: (type: string) => Promise<boolean>
  /** Undefined where the server does not say what it offers. */
  readonly offersSearch: (type: string) => Promise<boolean | undefined>
}

export function createWriteAbilities(server: FhirServer, session: EhrSession): WriteAbilities {
  const demoted = new Set<WriteTarget>()
  let isTransactionRefused = false
  let pending: Promise<Capabilities | undefined> | undefined

  /** A statement that cannot be read is asked for again at the next click; until then nothing is written. */
  async function getCapabilities(): Promise<Capabilities | undefined> {
    pending ??= readCapabilities(server)
    const capabilities = await pending
    if (!capabilities) pending = undefined
    return capabilities
  }

  const ask = async () => ({
    tenant: session.tenant,
    capabilities: await getCapabilities(),
    scopes: session.scopes,
    demoted: [...demoted],
  })

  const isGranted = (type: string, letter: 'c' | 's') => session.scopes?.allows(type, letter) ?? true

  return {
    decide: async () => decideWriteTarget(await ask()),
    findPostRefusal: async () => findPostRefusal(await ask()),
    findCreditRefusal: async () => findCreditRefusal(await ask()),
    hasDemoted: async () => {
      const asked = await ask()
      const { refused } = decideWriteTarget(asked)
      return refused.some(({ because }) => because === 'demoted') || findPostRefusal(asked) === 'demoted'
    },
    promoteAll: () => demoted.clear(),
    findQueryRefusal: async () =>
      findQueryRefusal({ tenant: session.tenant, capabilities: await getCapabilities(), scopes: session.scopes }),
    findWorkTaskRefusal: async () =>
      findWorkTaskRefusal({ tenant: session.tenant, capabilities: await getCapabilities(), scopes: session.scopes }),
    demote: (target) => demoted.add(target),
    demoteTransaction: () => {
      isTransactionRefused = true
    },
    hasTransaction: async () => !isTransactionRefused && ((await getCapabilities())?.transaction ?? false),
    allowsCreate: async (type) => {
      const capabilities = await getCapabilities()
      return capabilities !== undefined && hasInteraction(capabilities, type, 'create') && isGranted(type, 'c')
    },
    allowsConditionalCreate: async (type) => (await getCapabilities())?.resources.get(type)?.conditionalCreate ?? false,
    allowsIdentifierSearch: async (type) => {
      const resource = (await getCapabilities())?.resources.get(type)
      const isOffered = resource?.interactions.has('search-type') && resource.searchParameters.has('identifier')
      return isOffered === true && isGranted(type, 's')
    },
    offersSearch: async (type) => {
      const capabilities = await getCapabilities()
      return capabilities && hasInteraction(capabilities, type, 'search-type')
    },
  }
}

async function readCapabilities(server: FhirServer): Promise<Capabilities | undefined> {
  try {
    const mapped = mapCapabilities(await server.read('metadata'))
    return mapped.ok ? mapped.value : undefined
  } catch (error) {
    if (!(error instanceof EhrError) || error.code === 'session-ended') throw error
    return undefined
  }
}
