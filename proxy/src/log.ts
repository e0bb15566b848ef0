/** JSON lines with an allow-list of fields: what is not named here cannot be logged, so no chart text ever is. */
import pino, { type DestinationStream } from 'pino'
import type { ProxyConfig } from './config.ts'

/** Codes, counts and opaque ids only. Paths are route patterns, never what a caller wrote. */
export type LogFields = {
  readonly requestId?: string
  readonly route?: string
  readonly method?: string
  readonly status?: number
  readonly ms?: number
  readonly tenant?: string
  readonly code?: string
  readonly row?: number
  readonly errorName?: string
  readonly at?: string
  readonly address?: string
  readonly profile?: string
  readonly database?: string
}

export type Log = {
  readonly info: (event: string, fields?: LogFields) => void
  readonly warn: (event: string, fields?: LogFields) => void
  readonly error: (event: string, fields?: LogFields) => void
}

export function createLog(level: ProxyConfig['logLevel'], destination?: DestinationStream): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination(1),
  )
  return {
    info: (event, fields) => logger.info(fields, event),
    warn: (event, fields) => logger.warn(fields, event),
    error: (event, fields) => logger.error(fields, event),
  }
}

/**
 * What may be known of an error: its class, its code and where it was thrown. Never its message: a database
 * puts the values of the row into it ("Key (name)=(…) already exists").
 */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const at = error.stack?.split('\n').find((line) => /^\s+at /.test(line))
  return { errorName: error.name, ...(code !== undefined && { code }), ...(at !== undefined && { at: at.trim() }) }
}
