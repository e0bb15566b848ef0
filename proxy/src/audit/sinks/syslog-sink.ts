/** Syslog, RFC 5424: over TLS (RFC 5425) or TCP with octet counting (RFC 6587, 3.4.1), or one datagram (RFC 5426). */
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { connect as connectTcp, type Socket } from 'node:net'
import { hostname } from 'node:os'
import { connect as connectTls } from 'node:tls'
import { type Checkpoint, formatCheckpoint } from '../checkpoint.ts'
import { AuditError } from '../errors.ts'
import type { CheckpointSink } from './checkpoint-sink.ts'
import { explainSinkProblem } from './explain-sink-problem.ts'

const DEADLINE_MS = 10_000
/** A start waits for it. */
const TRY_MS = 3000
/** Facility 13 (log audit), severity 5 (notice): RFC 5424, 6.2.1. */
const PRIORITY = 13 * 8 + 5

export type SyslogServer = {
  readonly transport: 'tls' | 'tcp' | 'udp'
  readonly host: string
  readonly port: number
  /** Of a private authority; otherwise those that Node trusts (also `NODE_EXTRA_CA_CERTS`). */
  readonly ca?: string
}

export function createSyslogSink(server: SyslogServer): CheckpointSink {
  return {
    deliver: async (signed) => {
      const message = formatMessage(signed)
      try {
        if (server.transport === 'udp') await sendDatagram(server, message)
        else await sendFrame(server, message)
      } catch (cause) {
        throw new AuditError('sink-unreachable', 'The syslog server did not take the checkpoint.', { cause })
      }
    },
    // A connection without a message is no record. Of a datagram nothing comes back, so its host alone is looked for.
    tryOut: async () => {
      try {
        if (server.transport === 'udp') await lookup(server.host)
        else await holdConnection(server, { deadlineMs: TRY_MS, use: (socket) => socket.destroySoon() })
      } catch (cause) {
        throw explainSinkProblem(cause)
      }
    },
  }
}

/** `<PRI>1 TIMESTAMP HOST APP PROCID MSGID STRUCTURED-DATA MSG`, ASCII throughout. */
function formatMessage(signed: Checkpoint): Buffer {
  const host = hostname().replace(/[^!-~]/g, '') || '-'
  const header = `<${PRIORITY}>1 ${signed.at} ${host.slice(0, 255)} postil ${process.pid} checkpoint -`
  return Buffer.from(`${header} ${formatCheckpoint(signed)}`)
}

function sendDatagram({ host, port }: SyslogServer, message: Buffer): Promise<void> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  return new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.send(message, port, host, (error) => (error ? reject(error) : resolve()))
  }).finally(() => socket.close())
}

/** A connection a checkpoint: they are minutes apart. Closed in order, so that what was sent has arrived. */
function sendFrame(server: SyslogServer, message: Buffer): Promise<void> {
  const frame = Buffer.concat([Buffer.from(`${message.length} `), message])
  return holdConnection(server, { deadlineMs: DEADLINE_MS, use: (socket) => socket.end(frame) })
}

type Use = { readonly deadlineMs: number; readonly use: (socket: Socket) => void }

function holdConnection(server: SyslogServer, { deadlineMs, use }: Use): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const socket = openSocket(server)
    const fail = (error: Error): void => {
      socket.destroy()
      reject(error)
    }
    socket.setTimeout(deadlineMs, () => fail(new AuditError('sink-unreachable', 'The syslog server is silent.')))
    socket.once('error', fail)
    socket.once('close', () => resolve())
    // Not before the other side has proved who it is: what ends sooner tells nothing of it.
    socket.once(server.transport === 'tls' ? 'secureConnect' : 'connect', () => use(socket))
    socket.resume()
  })
}

function openSocket({ transport, host, port, ca }: SyslogServer): Socket {
  if (transport === 'tcp') return connectTcp({ host, port })
  return connectTls({ host, port, ...(ca !== undefined && { ca }), minVersion: 'TLSv1.2' })
}
