/** Bulk Data export of patients or of a group: https://hl7.org/fhir/uv/bulkdata/export.html. Files are made at once and kept until they are deleted. */
import { randomUUID } from 'node:crypto'
import { badRequest, notFound } from '@medplum/core'
import type { Resource } from '@medplum/fhirtypes'
import { findHeader, type HttpReply, type HttpRequest, jsonReply } from '../http.ts'
import type { Access } from './access.ts'
import { outcomeReply } from './fhir-reply.ts'
import { forbiddenBecause } from './outcomes.ts'
import { isResourceType } from './resource-types.ts'
import type { SandboxRepository } from './sandbox-repository.ts'

type File = { readonly type: string; readonly lines: readonly string[] }

type Export = {
  readonly request: string
  readonly transactionTime: string
  readonly files: readonly File[]
  /** The first question is told to wait. */
  isReady: boolean
}

/** Small, so that an export of the sandbox has several. */
const LINES_A_FILE = 10
const MOST_EXPORTS = 20
const POPULATION = /^\/(?:Patient|Group\/(?<group>[A-Za-z0-9.-]{1,64}))\/\$export$/
const STATUS = /^\/bulk-exports\/(?<id>[\w-]+)(?:\/(?<file>\d+))?$/

/** @returns undefined for a request that is about something else. */
export type BulkExports = (request: HttpRequest, access: Access) => HttpReply | undefined

export function createBulkExports(base: string, store: SandboxRepository): BulkExports {
  const exports = new Map<string, Export>()
  return (request, access) => {
    const population = POPULATION.exec(request.path)
    if (population && request.method === 'GET') {
      return begin({ base, store, exports, request, access, groupId: population.groups?.['group'] })
    }
    const { id = '', file } = STATUS.exec(request.path)?.groups ?? {}
    if (id === '') return undefined
    const found = exports.get(id)
    if (!found) return outcomeReply(notFound)
    if (request.method === 'DELETE') {
      exports.delete(id)
      return { status: 202, headers: {} }
    }
    return file === undefined
      ? answerStatus(found, `${base}/bulk-exports/${id}`)
      : sendFile(found, Number(file), access)
  }
}

type Begin = {
  readonly base: string
  readonly store: SandboxRepository
  readonly exports: Map<string, Export>
  readonly request: HttpRequest
  readonly access: Access
  readonly groupId: string | undefined
}

function begin({ base, store, exports, request, access, groupId }: Begin): HttpReply {
  const query = new URLSearchParams(request.query)
  const types = (query.get('_type') ?? '').split(',').filter((type) => type !== '')
  if (!/\brespond-async\b/.test(findHeader(request.headers, 'prefer') ?? '')) {
    return outcomeReply(badRequest('Prefer: respond-async is required'))
  }
  if (types.length === 0 || !types.every(isResourceType)) return outcomeReply(badRequest('_type must name types of R4'))
  const closed = types.find((type) => !access.mayTry('r', type) && !access.mayTry('s', type))
  if (closed !== undefined) return outcomeReply(forbiddenBecause(`No scope for export of ${closed}`))
  const members = listMembers(store, groupId)
  if (!members) return outcomeReply(notFound)
  const since = query.get('_since')
  const isAsked = (resource: Resource): boolean =>
    (access.allows('r', resource) || access.allows('s', resource)) &&
    (since === null || Date.parse(resource.meta?.lastUpdated ?? '') > Date.parse(since)) &&
    members.some((patientId) => store.compartment.has(patientId, resource))
  const files = types.flatMap((type) => {
    const lines = [...store.current(type).values()].filter(isAsked).map((resource) => JSON.stringify(resource))
    return splitLines(lines).map((some) => ({ type, lines: some }))
  })
  const id = randomUUID()
  const [oldest] = exports.keys()
  if (exports.size >= MOST_EXPORTS && oldest !== undefined) exports.delete(oldest)
  exports.set(id, {
    request: `${base}${request.path}${request.query}`,
    transactionTime: new Date().toISOString(),
    files,
    isReady: false,
  })
  return { status: 202, headers: { 'Content-Location': `${base}/bulk-exports/${id}` } }
}

/** @returns undefined for a group that is not there. */
function listMembers(store: SandboxRepository, groupId: string | undefined): readonly string[] | undefined {
  if (groupId === undefined) return [...store.current('Patient').keys()]
  const group: Resource | undefined = store.current('Group').get(groupId)
  if (group?.resourceType !== 'Group') return undefined
  return (group.member ?? []).flatMap(({ entity }) => /Patient\/([^/]+)$/.exec(entity.reference ?? '')?.[1] ?? [])
}

function splitLines(lines: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(lines.length / LINES_A_FILE)
  return Array.from({ length: count }, (_, index) => lines.slice(index * LINES_A_FILE, (index + 1) * LINES_A_FILE))
}

function answerStatus(found: Export, url: string): HttpReply {
  if (!found.isReady) {
    found.isReady = true
    return { status: 202, headers: { 'X-Progress': 'files are being written', 'Retry-After': '1' } }
  }
  const output = found.files.map(({ type, lines }, index) => ({ type, url: `${url}/${index}`, count: lines.length }))
  const { transactionTime, request } = found
  return jsonReply(200, { transactionTime, request, requiresAccessToken: true, output, error: [] })
}

function sendFile({ files }: Export, index: number, access: Access): HttpReply {
  const file = files[index]
  if (!file) return outcomeReply(notFound)
  if (!access.mayTry('r', file.type) && !access.mayTry('s', file.type)) {
    return outcomeReply(forbiddenBecause(`No scope for export of ${file.type}`))
  }
  const headers = { 'Content-Type': 'application/fhir+ndjson', 'Cache-Control': 'no-store' }
  return { status: 200, headers, body: file.lines.map((line) => `${line}\n`).join('') }
}
