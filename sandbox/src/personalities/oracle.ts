/**
 * Oracle-like, after its public API pages: no Claim, charges only by the operations `$create` and `$credit`, which post
 * and take back at once; final documents only; searches with rules of their own; small pages with links to be followed.
 */
import { badRequest } from '@medplum/core'
import type { OperationOutcome } from '@medplum/fhirtypes'
import { isRecord } from '../is-record.ts'
import { type Interaction, native, type Personality, type PersonalityRequest } from './personality.ts'

const ABSENT = new Set(['Claim', 'Task', 'ClaimResponse'])
const CREATABLE = new Set(['Condition', 'DocumentReference', 'Provenance', 'Communication', 'Observation'])
const UPDATABLE = new Set(['Condition', 'QuestionnaireResponse', 'Observation'])

export const oracle: Personality = {
  ...native,
  software: { name: 'Oracle Health Millennium', version: '2026.1' },
  listInteractions: (type) =>
    ABSENT.has(type)
      ? new Set<Interaction>()
      : new Set<Interaction>([
          'read',
          'search-type',
          ...(CREATABLE.has(type) ? (['create'] as const) : []),
          ...(UPDATABLE.has(type) ? (['update'] as const) : []),
        ]),
  hasBundles: false,
  hasConditionalCreate: false,
  created: 'nothing',
  paging: { default: 10, largest: 100, links: 'opaque' },
  hasChargeOperations: true,
  findProblem,
}

function findProblem({ method, type, query, body }: PersonalityRequest): OperationOutcome | undefined {
  if (method === 'POST' && type === 'DocumentReference') return findDocumentProblem(body)
  if (method !== 'GET') return undefined
  switch (type) {
    case 'DocumentReference':
      return query.getAll('date').every((date) => date.includes('T'))
        ? undefined
        : badRequest('date must have a time component')
    case 'ChargeItem':
      return findChargeSearchProblem(query)
    case 'Procedure':
      return query.has('date') && query.has('_lastUpdated')
        ? badRequest('date and _lastUpdated cannot be combined')
        : undefined
    default:
      return undefined
  }
}

function findDocumentProblem(body: unknown): OperationOutcome | undefined {
  if (!isRecord(body)) return undefined
  if (body['docStatus'] !== 'final') return badRequest('docStatus must be final')
  const content = body['content']
  return Array.isArray(content) && content.length === 1 ? undefined : badRequest('Exactly one attachment is taken')
}

function findChargeSearchProblem(query: URLSearchParams): OperationOutcome | undefined {
  if (query.has('_id')) return undefined
  if (!(query.has('context') || query.has('account'))) return badRequest('_id, context or account is required')
  return query.get('-status') === 'billable' ? undefined : badRequest('-status=billable is required')
}
