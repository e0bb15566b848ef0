/** R4 Subscriptions over a websocket, as small as apps can be tried against: https://hl7.org/fhir/R4/subscription.html#2.46.7.2 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { parseSearchRequest, type SearchRequest, type WithId } from '@medplum/core'
import type { Resource } from '@medplum/fhirtypes'
import { type WebSocket, WebSocketServer } from 'ws'
import type { SandboxRepository } from './sandbox-repository.ts'

export type SubscriptionSockets = {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Subscriptions that somebody listens to now. */
  readonly count: () => number
  readonly stop: () => void
}

export function createSubscriptionSockets(store: SandboxRepository): SubscriptionSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024 })
  const bound = new Map<string, WebSocket>()
  const forget = store.onChange((resource) => {
    for (const [id, socket] of bound) if (concerns(id, resource)) socket.send(`ping ${id}`)
  })

  /** @returns what to hear of; undefined when there is no such subscription, or when it is over. */
  function findCriteria(id: string): SearchRequest | undefined {
    const resource = store.current('Subscription').get(id)
    if (resource?.resourceType !== 'Subscription' || resource.channel.type !== 'websocket') return undefined
    const isOver = resource.end !== undefined && Date.parse(resource.end) < Date.now()
    return isOver ? undefined : parseSearchRequest(resource.criteria)
  }

  function concerns(id: string, resource: WithId<Resource>): boolean {
    const criteria = findCriteria(id)
    return criteria?.resourceType === resource.resourceType && store.matches(criteria, resource)
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    server.handleUpgrade(request, socket, head, (open) => {
      open.on('message', (data: Buffer) => {
        const [word, id = ''] = data.toString().split(' ')
        if (word !== 'bind' || !findCriteria(id)) return
        bound.set(id, open)
        open.send(`bound ${id}`)
        open.on('close', () => bound.delete(id))
      })
    })
  }

  return {
    upgrade,
    count: () => bound.size,
    stop: () => {
      forget()
      for (const socket of bound.values()) socket.terminate()
      server.close()
    },
  }
}
