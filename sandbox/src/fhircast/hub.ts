/** A FHIRcast hub, as small as apps can be tried against: https://build.fhir.org/ig/HL7/fhircast-docs/ (3.0, sections 2.4 to 2.6). */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type HttpHandler, type HttpReply, jsonReply } from '../http.ts'

/** What the chart tells of itself; contexts hold references alone, since no app here needs more. */
export type ContextEvent = {
  readonly name:
    | 'Patient-open'
    | 'Patient-close'
    | 'Encounter-open'
    | 'Encounter-close'
    | 'UserLogout'
    | 'UserHibernate'
  readonly patientId?: string
  readonly encounterId?: string
}

export type Hub = {
  readonly handler: HttpHandler
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** @returns how many apps were told. */
  readonly publish: (topic: string, event: ContextEvent) => number
  readonly acknowledged: readonly string[]
  readonly stop: () => void
}

type Subscription = { readonly topic: string; readonly events: readonly string[]; socket?: WebSocket }

type Dependencies = {
  /** `ws://host/hub`, without a slash at the end. */
  readonly socketUrl: string
  /** @returns the topics that the bearer of this token may follow. */
  readonly findTopic: (authorization: string | undefined) => Promise<string | undefined>
}

const LEASE_SECONDS = 7200

export function createHub({ socketUrl, findTopic }: Dependencies): Hub {
  const subscriptions = new Map<string, Subscription>()
  const acknowledged: string[] = []
  const server = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 })

  const handler: HttpHandler = async ({ method, headers, body }): Promise<HttpReply> => {
    if (method !== 'POST') return jsonReply(405, { error: 'Subscribe with POST' })
    const form = new URLSearchParams(body.toString())
    const topic = await findTopic(headers.authorization)
    if (topic === undefined || topic !== form.get('hub.topic')) return jsonReply(403, { error: 'Not your topic' })
    if (form.get('hub.channel.type') !== 'websocket') return jsonReply(400, { error: 'Only websocket is offered' })
    const endpoint = form.get('hub.channel.endpoint')
    if (form.get('hub.mode') === 'unsubscribe') {
      close(endpoint?.slice(endpoint.lastIndexOf('/') + 1) ?? '')
      return { status: 202, headers: {} }
    }
    const id = randomUUID()
    subscriptions.set(id, { topic, events: (form.get('hub.events') ?? '').split(',') })
    return jsonReply(202, { 'hub.channel.endpoint': `${socketUrl}/${id}` })
  }

  function close(id: string): void {
    subscriptions.get(id)?.socket?.close()
    subscriptions.delete(id)
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const id = request.url?.slice('/hub/'.length) ?? ''
    const subscription = subscriptions.get(id)
    if (!subscription) {
      socket.destroy()
      return
    }
    server.handleUpgrade(request, socket, head, (open) => {
      subscription.socket = open
      open.on('close', () => subscriptions.delete(id))
      open.on('message', (data: Buffer) => acknowledged.push(data.toString()))
      const { topic, events } = subscription
      open.send(
        JSON.stringify({
          'hub.mode': 'subscribe',
          'hub.topic': topic,
          'hub.events': events.join(','),
          'hub.lease_seconds': LEASE_SECONDS,
        }),
      )
    })
  }

  function publish(topic: string, event: ContextEvent): number {
    const followers = [...subscriptions.values()].filter(
      (one) => one.topic === topic && one.events.includes(event.name) && one.socket,
    )
    const message = JSON.stringify(describeEvent(topic, event))
    for (const { socket } of followers) socket?.send(message)
    return followers.length
  }

  return {
    handler,
    upgrade,
    publish,
    acknowledged,
    stop: () => {
      for (const { socket } of subscriptions.values()) socket?.terminate()
      server.close()
    },
  }
}

function describeEvent(topic: string, { name, patientId, encounterId }: ContextEvent): object {
  return {
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    event: {
      'hub.topic': topic,
      'hub.event': name,
      context: [
        ...(patientId === undefined ? [] : [{ key: 'patient', resource: { resourceType: 'Patient', id: patientId } }]),
        ...(encounterId === undefined
          ? []
          : [{ key: 'encounter', resource: { resourceType: 'Encounter', id: encounterId } }]),
      ],
    },
  }
}
