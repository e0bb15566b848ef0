/** What each FHIR base says of itself at /metadata: https://hl7.org/fhir/R4/capabilitystatement.html */
import type {
  CapabilityStatement,
  CapabilityStatementRest,
  CapabilityStatementRestResource,
  CapabilityStatementRestSecurity,
  ResourceType,
} from '@medplum/fhirtypes'
import type { Personality } from '../personalities/personality.ts'
import { listSearchParameters } from './definitions.ts'
import { listResourceTypes } from './resource-types.ts'
import type { FhirBase } from './sandbox-router.ts'

export type SmartEndpoints = { readonly authorize: string; readonly token: string; readonly introspect: string }

/** Without `smart`, the base is open. */
export function buildCapabilityStatement(base: FhirBase, smart: SmartEndpoints | undefined): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-11-01',
    publisher: 'Postil',
    kind: 'instance',
    software: base.personality.software,
    implementation: { description: 'A small EHR with synthetic patients', url: base.url },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    ...(base.personality.listInteractions('Patient').has('patch')
      ? { patchFormat: ['application/json-patch+json'] }
      : {}),
    rest: [buildRest(base, smart)],
  }
}

function buildRest(base: FhirBase, smart: SmartEndpoints | undefined): CapabilityStatementRest {
  return {
    mode: 'server',
    ...(smart ? { security: buildSecurity(smart) } : {}),
    ...listSockets(base),
    resource: [...listResourceTypes()].flatMap((type) => buildResource(type, base.personality)),
    ...(base.personality.hasBundles ? { interaction: [{ code: 'transaction' }, { code: 'batch' }] } : {}),
  }
}

/** https://hl7.org/fhir/R4/extension-capabilitystatement-websocket.html */
function listSockets({ socketUrl, personality }: FhirBase): Pick<CapabilityStatementRest, 'extension'> {
  if (socketUrl === undefined || !personality.listInteractions('Subscription').has('create')) return {}
  const url = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket'
  return { extension: [{ url, valueUri: socketUrl }] }
}

function buildResource(type: ResourceType, personality: Personality): readonly CapabilityStatementRestResource[] {
  const offered = personality.listInteractions(type)
  if (offered.size === 0) return []
  const listed = [...offered, ...(personality.unlicensed.has(type) ? (['create'] as const) : [])]
  const parameters = listSearchParameters(type)
  const references = parameters.filter((parameter) => parameter.type === 'reference')
  const isConditional = personality.hasConditionalCreate && offered.has('create')
  const resource: CapabilityStatementRestResource = {
    type,
    interaction: [...new Set(listed)].map((code) => ({ code })),
    versioning: personality.hasVersions ? 'versioned-update' : 'no-version',
    readHistory: offered.has('history-instance'),
    updateCreate: isConditional,
    conditionalCreate: isConditional,
    conditionalUpdate: isConditional,
    conditionalRead: personality.hasVersions ? 'not-match' : 'not-supported',
    conditionalDelete: isConditional ? 'single' : 'not-supported',
    searchInclude: references.map(({ code }) => `${type}:${code}`),
    searchRevInclude: type === 'Patient' ? [] : ['Provenance:target'],
    searchParam: parameters.map((parameter) => ({ name: parameter.code, type: parameter.type })),
    ...listOperations(type, personality),
  }
  return [resource]
}

function listOperations(
  type: ResourceType,
  { hasChargeOperations }: Personality,
): Pick<CapabilityStatementRestResource, 'operation'> {
  if (type === 'Patient') {
    return {
      operation: [
        { name: 'everything', definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything' },
        { name: 'export', definition: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/patient-export' },
      ],
    }
  }
  if (type === 'Group') {
    return {
      operation: [{ name: 'export', definition: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export' }],
    }
  }
  if (type !== 'ChargeItem' || !hasChargeOperations) return {}
  const names = ['create', 'credit']
  return { operation: names.map((name) => ({ name, definition: `OperationDefinition/charge-item-${name}` })) }
}

/** The oauth-uris extension is deprecated; clients of SMART 1 still look there. */
function buildSecurity({ authorize, token, introspect }: SmartEndpoints): CapabilityStatementRestSecurity {
  return {
    cors: true,
    service: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' }] },
    ],
    extension: [
      {
        url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
        extension: [
          { url: 'authorize', valueUri: authorize },
          { url: 'token', valueUri: token },
          { url: 'introspect', valueUri: introspect },
        ],
      },
    ],
  }
}
