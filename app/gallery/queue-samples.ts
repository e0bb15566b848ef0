/** Encounters of the coders' list, made up: as many as a scene needs, by the hands that a scene is about. */
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import type { QueueClient } from '../src/features/queue/queue-client.ts'
import { ProxyError } from '../src/proxy/errors.ts'

export type QueueScene = 'full' | 'empty' | 'locked' | 'held' | 'failed'

const NOW = Date.parse('2026-11-02T12:00:00Z')
const ME = 'you'
const LINES = ['Emergency', 'Outpatient', 'Cardiology', 'Behavioral health']

export const readSceneTime = (): number => NOW

function buildItem(index: number, scene: QueueScene): QueueItem {
  const until = new Date(NOW + 15 * 60_000).toISOString()
  return {
    id: `item-${index}`,
    patientId: parsePatientId(`patient-${index}`),
    encounterId: parseEncounterId(`encounter-${index}`),
    serviceLine: LINES[index % LINES.length] ?? '',
    serviceDate: parseDateOnly('2026-10-28'),
    finishedAt: new Date(NOW - (index + 1) * 3_600_000).toISOString(),
    confidence: ((index * 37) % 100) / 100,
    complexity: ((index * 53) % 100) / 100,
    counts: { codes: index % 7, questions: index % 3, checks: index % 2 },
    disagreements: index % 2 === 0 ? { unsupported: 1, 'not-on-chart': 2 } : {},
    state: scene === 'held' ? { kind: 'held', reason: 'awaiting-provider' } : { kind: 'open' },
    ...(scene === 'locked' && { lock: { by: 'somebody else', until } }),
    ...(scene === 'full' && index === 0 && { lock: { by: ME, until } }),
    ...(index % 5 === 1 && { prepared: index % 2 === 0 ? 'full-review' : 'review' }),
    version: 1,
    priority: 90 - index / 100,
  }
}

const CODERS = ['Ada Lindqvist', 'Kenji Tanaka', 'Noor Haddad'].map((name, index) => ({
  id: `coder-${index}`,
  person: `Practitioner/coder-${index}`,
  name,
}))

export function createSceneQueue(scene: QueueScene): QueueClient {
  const total = scene === 'empty' ? 0 : scene === 'full' ? 10_000 : 3
  const refuse = async (): Promise<never> => {
    throw new ProxyError('conflict', 'Another coder has this encounter now.')
  }
  return {
    read: async ({ offset, limit }) => {
      if (scene === 'failed') throw new ProxyError('unavailable', 'Postil did not answer as expected.')
      const count = Math.max(0, Math.min(limit, total - offset))
      const items = Array.from({ length: count }, (_, index) => buildItem(offset + index, scene))
      return { items, total, lines: LINES, me: ME, version: '1' }
    },
    readChanged: async () => undefined,
    next: refuse,
    readCoders: async () => CODERS,
    step: refuse,
  }
}
