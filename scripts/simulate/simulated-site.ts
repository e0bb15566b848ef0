// One tenant with an empty database, its keys and its queue: what a simulation and each of its workers open.
import { randomBytes } from 'node:crypto'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { type JobQueue, openJobQueues } from '#proxy/jobs/job-queue.ts'
import { type OpenDatabase, openDatabase } from '#proxy/store/open-database.ts'
import { parseTenants, type TenantRow } from '#proxy/tenants.ts'

export type SiteSettings = {
  readonly databaseUrl: string
  readonly dataDir: string
  readonly key: string
  /** How long a worker may be gone before its jobs go to another. */
  readonly expireSeconds: number
  /** Charts that a worker reads before its work is measured. */
  readonly warmUp: number
  /** After so many it tells how large its heap is. */
  readonly notesALook: number
}

/** By which the server knows the connections of workers. */
export const WORKER_NAME = 'simulated-worker'

export function makeKey(): string {
  return randomBytes(32).toString('base64')
}

export function readSimulatedTenant(): TenantRow {
  const sensitivity = { part2: 'withhold', behavioralHealth: 'withhold', otherSensitive: 'withhold' }
  const [row] = parseTenants(
    {
      tenants: [
        {
          key: 'simulated',
          name: 'Simulated',
          issuer: 'http://ehr.example/fhir',
          kind: 'open-server',
          vendor: 'other',
          role: 'coder',
          allowedOrigins: [],
          frameAncestors: [],
          connectOrigins: [],
          writeTargets: ['queue'],
          sensitivity,
        },
      ],
    },
    'sandbox',
  )
  if (!row) throw new TypeError('The simulated tenant is not in the form that is expected.')
  return row
}

export type SimulatedSite = {
  readonly tenant: TenantRow
  readonly database: OpenDatabase
  readonly queue: JobQueue
  readonly cipher: ReturnType<typeof createColumnCipher>
  readonly references: ReturnType<typeof createReferences>
  readonly close: () => Promise<void>
}

export async function openSite({ databaseUrl, key, expireSeconds }: SiteSettings, name = ''): Promise<SimulatedSite> {
  const tenant = readSimulatedTenant()
  const url = new URL(databaseUrl)
  if (name !== '') url.searchParams.set('application_name', name)
  const database = await openDatabase({ kind: 'postgres', url: url.href })
  const cipher = createColumnCipher([{ id: 'simulated', key }])
  const references = createReferences(key)
  const queues = await openJobQueues({ ...database, cipher, references, expireSeconds, onProblem: () => undefined })
  return {
    tenant,
    database,
    cipher,
    references,
    queue: await queues.open(tenant.key),
    close: async () => {
      await queues.stop()
      await database.close()
    },
  }
}
