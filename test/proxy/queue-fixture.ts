// Encounters on the coders' list, and the people who work on it.
import { parseDateOnly } from '#coding/domain/date-only.ts'
import {
  type Fingerprint,
  parseEncounterId,
  parseFingerprint,
  parsePatientId,
  parseTenantKey,
} from '#coding/domain/ids.ts'
import { DEFAULT_MODES } from '#coding/domain/mode.ts'
import type { QueueFacts } from '#coding/domain/queue-item.ts'
import { DEFAULT_WEIGHTS } from '#coding/queue/priority.ts'
import type { QueueVisit } from '#proxy/coders-queue.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import type { Feedback } from '#proxy/store/feedback-spans.ts'
import type { Adding, QueueEntry } from '#proxy/store/queue-items.ts'
import type { NewSecondCoding } from '#proxy/store/second-codings.ts'
import type { SuggestedCoding } from '#proxy/store/suggested-codings.ts'
import { KEYS, NOW } from './proxy-fixture.ts'

export const LOCK_MS = 20 * 60_000

type EntryChanges = Partial<Omit<QueueEntry, 'facts'>> & { readonly facts?: Partial<QueueFacts> }

export function aQueueEntry({ facts, ...changes }: EntryChanges = {}): QueueEntry {
  return {
    encounterRef: 'encounter',
    patientId: parsePatientId('patient-1'),
    encounterId: parseEncounterId('encounter-1'),
    input: 'one',
    facts: {
      serviceLine: 'Outpatient',
      serviceDate: parseDateOnly('2026-03-01'),
      finishedAt: '2026-03-01T10:00:00.000Z',
      confidence: 0.8,
      complexity: 0.3,
      counts: { codes: 3, questions: 1, checks: 0 },
      disagreements: {},
      ...facts,
    },
    ...changes,
  }
}

export function aSuggestedCoding(changes: Partial<SuggestedCoding> = {}): SuggestedCoding {
  return {
    patientId: parsePatientId('patient-1'),
    encounterId: parseEncounterId('encounter-1'),
    serviceDate: parseDateOnly('2026-02-24'),
    serviceLine: 'Outpatient',
    engine: '1 embedded',
    groups: { age: '40-64', sex: 'female', language: 'en', payer: 'commercial' },
    codes: [{ code: 'I10', confidence: 0.95 }],
    ...changes,
  }
}

export const aSecondCoding: Omit<NewSecondCoding, 'tenant' | 'encounterRef'> = {
  id: 'case',
  week: parseDateOnly('2026-02-23'),
  stratumSize: 5,
  firstCoder: 'first',
  content: { ...aSuggestedCoding(), band: '0.9-1', final: ['I10'] },
}

export const aFeedback: Feedback & { readonly fingerprint: Fingerprint } = {
  fingerprint: parseFingerprint('f'),
  kind: 'code',
  about: 'I10',
  direction: 'add',
  confidence: 0.9,
  source: 'rule',
  engine: '1 embedded',
  spans: [{ text: 'hypertension', section: 'assessment', existence: 'present' }],
}

export function anAdding(changes: Partial<Adding> = {}): Adding {
  return {
    tenant: parseTenantKey('hospital'),
    actor: 'batch',
    requestId: 'r',
    at: new Date(NOW),
    weights: DEFAULT_WEIGHTS,
    modes: DEFAULT_MODES,
    cipher: createColumnCipher(KEYS.columnKeys),
    ...changes,
  }
}

export function aVisit(changes: Partial<QueueVisit> = {}): QueueVisit {
  return {
    tenant: parseTenantKey('hospital'),
    actor: 'coder-a',
    role: 'coder',
    encounterRef: '',
    requestId: 'r',
    at: new Date(NOW),
    rules: { weights: DEFAULT_WEIGHTS, modes: DEFAULT_MODES, lockMs: LOCK_MS },
    ...changes,
  }
}
