/** What a server says of itself in its CapabilityStatement. A type it lists may still be refused: licences differ. */
import type {
  CapabilityStatement,
  CapabilityStatementRest,
  CapabilityStatementRestResource,
  CapabilityStatementSoftware,
  Extension,
} from '@medplum/fhirtypes'
import { asList, asObject, asText, type Loose, present } from './loose.ts'
import { type Mapped, mapped, unmapped } from './mapping-problem.ts'

type ResourceCapability = {
  /** FHIR type-restful-interaction: `read`, `search-type`, `create`, `update`, … */
  readonly interactions: ReadonlySet<string>
  /** Names without the dollar sign. */
  readonly operations: ReadonlySet<string>
  readonly conditionalCreate: boolean
  readonly updateCreate: boolean
  readonly versioning: 'no-version' | 'versioned' | 'versioned-update'
  readonly searchParameters: ReadonlySet<string>
}

export type Capabilities = {
  readonly resources: ReadonlyMap<string, ResourceCapability>
  readonly transaction: boolean
  /** Where subscriptions are heard over a websocket, as the server writes it. */
  readonly socketUrl?: string
  readonly software?: { readonly name: string; readonly version?: string }
}

export function mapCapabilities(resource: unknown): Mapped<Capabilities> {
  const statement = asObject<CapabilityStatement>(resource)
  if (statement.resourceType !== 'CapabilityStatement') return unmapped('CapabilityStatement', 'wrong-type')
  const servers = asList<CapabilityStatementRest>(statement.rest).filter((rest) => rest.mode !== 'client')
  const software = asObject<CapabilityStatementSoftware>(statement.software)
  const name = asText(software.name)
  const socketUrl = servers.flatMap((rest) => findSocketUrl(rest.extension))[0]
  return mapped({
    resources: new Map(servers.flatMap((rest) => asList<CapabilityStatementRestResource>(rest.resource)).map(toEntry)),
    transaction: servers.some((rest) => listCodes(rest.interaction).has('transaction')),
    ...present({ socketUrl }),
    ...(name !== undefined && { software: { name, ...present({ version: asText(software.version) }) } }),
  })
}

export function hasInteraction(capabilities: Capabilities, resourceType: string, interaction: string): boolean {
  return capabilities.resources.get(resourceType)?.interactions.has(interaction) ?? false
}

export function hasOperation(capabilities: Capabilities, resourceType: string, name: string): boolean {
  return capabilities.resources.get(resourceType)?.operations.has(name) ?? false
}

/** https://hl7.org/fhir/R4/extension-capabilitystatement-websocket.html */
const WEBSOCKET = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket'

function findSocketUrl(extensions: unknown): string | undefined {
  return asText(asList<Extension>(extensions).find(({ url }) => url === WEBSOCKET)?.valueUri)
}

function toEntry(resource: Loose<CapabilityStatementRestResource>): readonly [string, ResourceCapability] {
  const { versioning } = resource
  return [
    asText(resource.type) ?? '',
    {
      interactions: listCodes(resource.interaction),
      operations: new Set(
        asList<{ name: string }>(resource.operation).flatMap(({ name }) => asText(name)?.replace(/^\$/, '') ?? []),
      ),
      conditionalCreate: resource.conditionalCreate === true,
      updateCreate: resource.updateCreate === true,
      versioning: versioning === 'versioned' || versioning === 'versioned-update' ? versioning : 'no-version',
      searchParameters: new Set(
        asList<{ name: string }>(resource.searchParam).flatMap((parameter) => asText(parameter.name) ?? []),
      ),
    },
  ]
}

function listCodes(interactions: unknown): ReadonlySet<string> {
  return new Set(asList<{ code: string }>(interactions).flatMap((interaction) => asText(interaction.code) ?? []))
}
