import { describe, expect, test } from 'vitest'
import { findHub } from '#app/ehr/fhircast/follow-context.ts'
import { tryReadHubMessage } from '#app/ehr/fhircast/read-event.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'

const CONTEXT = { patientId: parsePatientId('p1'), encounterId: parseEncounterId('e1') }
const TOPIC = 'topic-1'

function anEvent(name: string, entries: readonly (readonly [string, string])[] = []): string {
  const context = entries.map(([key, id]) => ({ key, resource: { resourceType: 'Any', id } }))
  return JSON.stringify({ id: 'm1', event: { 'hub.topic': TOPIC, 'hub.event': name, context } })
}

const OURS = [
  ['patient', 'p1'],
  ['encounter', 'e1'],
] as const
const THEIRS = [
  ['patient', 'p2'],
  ['encounter', 'e2'],
] as const

describe('an event of the hub', () => {
  test.each([
    ['Encounter-open', OURS, 'same-chart'],
    ['encounter-OPEN', OURS, 'same-chart'],
    ['Patient-open', OURS.slice(0, 1), 'same-chart'],
    ['Encounter-open', THEIRS, 'other-chart'],
    ['Patient-open', THEIRS.slice(0, 1), 'other-chart'],
    ['Encounter-open', [OURS[0], THEIRS[1]], 'other-chart'],
    ['Encounter-close', OURS, 'closed'],
    ['Patient-close', OURS.slice(0, 1), 'closed'],
    ['Encounter-close', THEIRS, undefined],
    ['UserLogout', [], 'signed-out'],
    ['UserHibernate', [], 'signed-out'],
    ['ImagingStudy-open', OURS, undefined],
  ] as const)('%s of %j means %s', (name, entries, change) => {
    expect(tryReadHubMessage(anEvent(name, entries), TOPIC, CONTEXT)).toEqual({
      kind: 'event',
      id: 'm1',
      ...(change && { change }),
    })
  })

  test('of another topic is not ours to hear', () => {
    expect(tryReadHubMessage(anEvent('UserLogout'), 'other', CONTEXT)).toBeUndefined()
  })

  test.each([undefined, '', 'no json', '[]', 'null', '{"id":1}', '{"event":{}}', new Uint8Array(3)])(
    '%s is no message',
    (data) => {
      expect(tryReadHubMessage(data, TOPIC, CONTEXT)).toBeUndefined()
    },
  )

  test('confirms a lease, or denies it', () => {
    const confirmed = { 'hub.mode': 'subscribe', 'hub.topic': TOPIC, 'hub.lease_seconds': 60 }
    expect(tryReadHubMessage(JSON.stringify(confirmed), TOPIC, CONTEXT)).toEqual({
      kind: 'confirmed',
      leaseSeconds: 60,
    })
    expect(tryReadHubMessage('{"hub.mode":"denied"}', TOPIC, CONTEXT)).toEqual({ kind: 'denied' })
  })
})

describe('the hub of a launch', () => {
  test.each([
    ['https://hub.example/fhircast', 't', true],
    ['http://127.0.0.1:9/hub', 't', true],
    ['http://hub.example/fhircast', 't', false],
    ['javascript:alert(1)', 't', false],
    [undefined, 't', false],
    ['https://hub.example/fhircast', undefined, false],
  ])('%s with topic %s', (url, topic, isUsable) => {
    expect(findHub(url, topic) !== undefined).toBe(isUsable)
  })
})
