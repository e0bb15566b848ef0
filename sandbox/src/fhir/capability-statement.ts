/** What each FHIR base says of itself at /metadata: https://hl7.org/fhir/R4/capabilitystatement.html */
import type {
  CapabilityStatement,
  CapabilityStatementRest,
  CapabilityStatementRestResource,
  CapabilityStatementRestSecurity,
  ResourceType,
} from '@medplum/fhirtypes'
import { listSearchParameters } from './definitions.ts'
import { listResourceTypes } from './resource-types.ts'
import type { FhirBase } from './sandbox-router.ts'

export type SmartEndpoints = { readonly authorize: string; readonly token: string; readonly introspect: string }

const reads = ['read', 'vread', 'history-instance', 'search-type'] as const
const writes = ['create', 'update', 'patch', 'delete'] as const

/** Without `smart`, the base is open. */
export function buildCapabilityStatement(base: FhirBase, smart: SmartEndpoints | undefined): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-11-01',
    publisher: 'Postil',
    kind: 'instance',
    software: { name: 'Postil sandbox', version: '0.1.0' },
    implementation: { description: 'A small EHR with synthetic patients', url: base.url },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    patchFormat: ['application/json-patch+json'],
    rest: [buildRest(base, smart)],
  }
}

function buildRest(base: FhirBase, smart: SmartEndpoints | undefined): CapabilityStatementRest {
  return {
    mode: 'server',
    ...(smart ? { security: buildSecurity(smart) } : {}),
    resource: [...listResourceTypes()].map((type) => buildResource(type, base)),
    ...(base.acceptsClaims ? { interaction: [{ code: 'transaction' }, { code: 'batch' }] } : {}),
  }
}

function buildResource(type: ResourceType, { acceptsClaims }: FhirBase): CapabilityStatementRestResource {
  const isWritable = acceptsClaims || type !== 'Claim'
  const interactions = isWritable ? [...reads, ...writes] : reads
  const parameters = listSearchParameters(type)
  const references = parameters.filter((parameter) => parameter.type === 'reference')
  return {
    type,
    interaction: interactions.map((code) => ({ code })),
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: isWritable,
    conditionalCreate: isWritable,
    conditionalUpdate: isWritable,
    conditionalRead: 'not-match',
    conditionalDelete: isWritable ? 'single' : 'not-supported',
    searchInclude: references.map(({ code }) => `${type}:${code}`),
    searchRevInclude: type === 'Patient' ? [] : ['Provenance:target'],
    searchParam: parameters.map((parameter) => ({ name: parameter.code, type: parameter.type })),
    ...(type === 'Patient'
      ? {
          operation: [{ name: 'everything', definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything' }],
        }
      : {}),
  }
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
