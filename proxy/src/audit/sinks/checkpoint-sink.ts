/** Where checkpoints go: somewhere that the administrators of the database cannot change. One small port, three ways. */
import { ConfigError } from '../../errors.ts'
import { readNamedFile } from '../../named-file.ts'
import type { Checkpoint } from '../checkpoint.ts'
import { createFileSink } from './file-sink.ts'
import { createObjectSink } from './object-sink.ts'
import { createSyslogSink } from './syslog-sink.ts'

export type CheckpointSink = {
  /** Resolves when the other side has it, as far as the protocol can tell. @throws AuditError */
  readonly deliver: (signed: Checkpoint) => Promise<void>
  /**
   * As far as can be known without a record of something that did not happen.
   * @throws ConfigError for what somebody must change first, AuditError where the other side is away, which is no reason not to start.
   */
  readonly tryOut: () => Promise<void>
}

export type SinkSettings = {
  /** `file:/path`, `syslog+tls://host:6514`, `syslog+tcp://`, `syslog+udp://`, or `https://bucket/prefix/`. */
  readonly address: string
  /** Bearer token of an object store. */
  readonly tokenFile?: string
}

/** @throws ConfigError */
export function createCheckpointSink({ address, tokenFile }: SinkSettings): CheckpointSink {
  if (address.startsWith('file:')) return createFileSink(address.slice('file:'.length))
  if (!URL.canParse(address)) throw unusable()
  const url = new URL(address)
  switch (url.protocol) {
    case 'syslog+tls:':
      return createSyslogSink({ transport: 'tls', host: url.hostname, port: Number(url.port || 6514) })
    case 'syslog+tcp:':
      return createSyslogSink({ transport: 'tcp', host: url.hostname, port: Number(url.port || 601) })
    case 'syslog+udp:':
      return createSyslogSink({ transport: 'udp', host: url.hostname, port: Number(url.port || 514) })
    case 'https:':
    case 'http:':
      return createObjectSink({
        base: url.href,
        ...(tokenFile !== undefined && { token: readNamedFile(tokenFile, 'POSTIL_CHECKPOINT_TOKEN_FILE').trim() }),
      })
    default:
      throw unusable()
  }
}

function unusable(): ConfigError {
  return new ConfigError(
    'POSTIL_CHECKPOINT_SINK',
    'must be file:PATH, syslog+tls://, syslog+tcp://, syslog+udp://, an https address, or none.',
  )
}
