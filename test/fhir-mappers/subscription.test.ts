import { expect, test } from 'vitest'
import { buildNoteSubscription, isSubscriptionOn } from '#fhir-mappers/subscription.ts'

test('asks to be told of every document, with the secret and without a payload', () => {
  const end = new Date('2026-03-09T00:00:00Z')
  expect(buildNoteSubscription({ endpoint: 'https://postil.example/hook', secret: 's', end })).toEqual({
    resourceType: 'Subscription',
    status: 'requested',
    reason: expect.any(String),
    criteria: 'DocumentReference?status=current',
    end: '2026-03-09T00:00:00.000Z',
    channel: { type: 'rest-hook', endpoint: 'https://postil.example/hook', header: ['Authorization: Bearer s'] },
  })
})

test.each([
  [{ status: 'requested' }, true],
  [{ status: 'active' }, true],
  [{ status: 'error' }, false],
  [{ status: 'off' }, false],
  [{}, false],
  [null, false],
])('%j is on: %s', (resource, expected) => {
  expect(isSubscriptionOn(resource)).toBe(expected)
})
