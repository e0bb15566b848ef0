import { describe, expect, test, vi } from 'vitest'
import type { EhrWindow } from '#app/ehr/messaging/ehr-window.ts'
import { endActivity } from '#app/ehr/messaging/end-activity.ts'
import { insertLine } from '#app/ehr/messaging/insert-line.ts'
import { findMessagingHandle, openWebMessaging } from '#app/ehr/messaging/web-messaging.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'

const ORIGIN = 'https://ehr.example'
const HANDLE = { handle: 'handle-1', origin: ORIGIN }
const CONTEXT = { patientId: parsePatientId('p1'), encounterId: parseEncounterId('e1') }

type Asked = { messagingHandle: string; messageId: string; messageType: string; payload: { resource?: unknown } }

/** An EHR page that answers as it is told; `undefined` stays silent. */
function anEhrPage(answer: (asked: Asked) => object | undefined) {
  const asked: Asked[] = []
  const origins: string[] = []
  const listeners = new Set<(message: unknown) => void>()
  const window: EhrWindow = {
    post: (message, origin) => {
      // What the panel sends is what is being tested here.
      const one = message as Asked
      asked.push(one)
      origins.push(origin)
      const payload = answer(one)
      if (!payload) return
      const reply = { messageId: 'r', responseToMessageId: one.messageId, payload }
      queueMicrotask(() => {
        for (const hear of listeners) hear(reply)
      })
    },
    listen: (_origin, hear) => {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
  }
  return { window, asked, origins, listeners }
}

const waitForever = (_: number, signal?: AbortSignal) =>
  new Promise<void>((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('over'))))
const waitNever = async () => {}

describe('messages to the EHR page', () => {
  test('begin with a handshake, to the one origin that the launch named', async () => {
    const page = anEhrPage(() => ({}))
    expect(await openWebMessaging(HANDLE, { window: page.window, wait: waitForever })).toBeDefined()
    expect(page.asked.map(({ messageType, messagingHandle }) => [messageType, messagingHandle])).toEqual([
      ['status.handshake', 'handle-1'],
    ])
    expect(page.origins).toEqual([ORIGIN])
  })

  test('are given up where nobody answers, and nothing goes on listening', async () => {
    const page = anEhrPage(() => undefined)
    expect(await openWebMessaging(HANDLE, { window: page.window, wait: waitNever })).toBeUndefined()
    expect(page.listeners.size).toBe(0)
  })

  test.each([
    ['200 OK', true],
    ['201 Created', true],
    ['2010', false],
    ['409 Conflict', false],
    [undefined, false],
    [{ status: 200 }, false],
  ])('a line is in the note only when the EHR says so: %s', async (status, isTaken) => {
    const page = anEhrPage(({ messageType }) => (messageType === 'status.handshake' ? {} : { status }))
    const messaging = await openWebMessaging(HANDLE, { window: page.window, wait: waitForever })
    expect(messaging && (await insertLine(messaging, 'Right knee.', CONTEXT))).toBe(isTaken)
  })

  test.each([
    [{ success: true }, true],
    [{ status: '200 OK' }, true],
    [{ success: false }, false],
    [{ success: 'true' }, false],
    [{}, false],
    ['gone', false],
  ])('the panel is gone only when the EHR says so: %j', async (answer, isGone) => {
    const page = anEhrPage(({ messageType }) => (messageType === 'status.handshake' ? {} : Object(answer)))
    const messaging = await openWebMessaging(HANDLE, { window: page.window, wait: waitForever })
    expect(messaging && (await endActivity(messaging))).toBe(isGone)
    expect(page.asked.at(-1)?.messageType).toBe('ui.done')
  })

  test('a line names its patient and its visit, and keeps its letters', async () => {
    const page = anEhrPage(() => ({ status: '200 OK' }))
    const messaging = await openWebMessaging(HANDLE, { window: page.window, wait: waitForever })
    if (messaging) await insertLine(messaging, 'Sjögren, rechts 右', CONTEXT)
    const resource = page.asked[1]?.payload.resource
    expect(resource).toMatchObject({
      subject: { reference: 'Patient/p1' },
      context: { encounter: [{ reference: 'Encounter/e1' }] },
    })
    const [{ attachment }] = (resource as { content: [{ attachment: { data: string } }] }).content
    expect(Buffer.from(attachment.data, 'base64').toString('utf8')).toBe('Sjögren, rechts 右')
  })

  test('an answer to another message, or one that is no answer, is not taken for ours', async () => {
    const page = anEhrPage(({ messageType }) => (messageType === 'status.handshake' ? {} : undefined))
    const messaging = await openWebMessaging(HANDLE, {
      window: page.window,
      wait: vi.fn().mockImplementationOnce(waitForever).mockResolvedValue(undefined),
    })
    const asked = messaging?.ask('scratchpad.create', {})
    for (const hear of page.listeners) {
      for (const noise of [null, 'text', 7, { responseToMessageId: 'other', payload: { status: '200 OK' } }])
        hear(noise)
    }
    expect(await asked).toBeUndefined()
  })
})

describe('the handle of a launch', () => {
  test.each([
    ['https://ehr.example/app', 'https://ehr.example'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
  ])('%s is spoken to at %s', (origin, expected) => {
    expect(findMessagingHandle('h', origin)?.origin).toBe(expected)
  })

  test.each(['*', '', 'http://ehr.example', 'javascript:alert(1)', 'data:text/html,x', 'null'])(
    '%s is nobody to speak to',
    (origin) => {
      expect(findMessagingHandle('h', origin)).toBeUndefined()
    },
  )
})
