/** JSON lines with an allow-list of fields: what is not named here cannot be logged, so no chart text ever is. */
import { writeSync } from 'node:fs'
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
  /** Writes what is still held back; before the process ends. */
  readonly flush: () => void
}

/** A line waits at most this long: written one by one, they cost a request more than its own work. */
const HOLD_MS = 250
const HOLD_LENGTH = 8192

export function createLog(level: ProxyConfig['logLevel'], destination?: DestinationStream): Log {
  const held = destination ? undefined : createHeldOutput()
  const flush = held ? held.flush : () => undefined
  const logger = pino({ level, base: null, timestamp: createTimestamp() }, destination ?? held)
  if (held) setInterval(flush, HOLD_MS).unref()
  return {
    info: (event, fields) => logger.info(fields, event),
    warn: (event, fields) => logger.warn(fields, event),
    error: (event, fields) => {
      logger.error(fields, event)
      // What may be the last line is not held back.
      flush()
    },
    flush,
  }
}

/** Standard output, in pieces of some lines. Written synchronously: a reader that is slow holds us back, and nothing is lost. */
function createHeldOutput(): DestinationStream & { readonly flush: () => void } {
  let held = ''
  const flush = (): void => {
    let rest = Buffer.from(held)
    held = ''
    while (rest.length > 0) rest = rest.subarray(writeSome(rest))
  }
  return {
    write: (line) => {
      held += line
      if (held.length >= HOLD_LENGTH) flush()
    },
    flush,
  }
}

/** @returns how much was written; a pipe that is full or whose reader has gone must not end the proxy. */
function writeSome(bytes: Buffer): number {
  try {
    return writeSync(1, bytes)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'EAGAIN') return bytes.length
    Atomics.wait(PAUSE, 0, 0, 5)
    return 0
  }
}
const PAUSE = new Int32Array(new SharedArrayBuffer(4))

/** In ISO 8601; many lines have the same millisecond. */
function createTimestamp(): () => string {
  let at = 0
  let text = ''
  return () => {
    const now = Date.now()
    if (now !== at) {
      at = now
      text = `,"time":"${new Date(now).toISOString()}"`
    }
    return text
  }
}

/** What a class, a code or a setting is called; whatever else stands there is not told. */
const NAME = /^[\w.$-]{1,64}$/
/** A frame with its place in a file. A message of several lines may have one that begins with "at" as well: "at home". */
const FRAME = /^\s+(at (?:async )?(?:(?:new )?[\w$.#<>]{1,80}(?: \[as \w+\])? \()?[\w@%+.,:/\\[\]-]{1,300}:\d+:\d+\)?)$/

function findName(error: object, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' && NAME.test(value) ? value : undefined
}

function findPlace({ stack = '', message }: Error): string | undefined {
  const at = stack.indexOf(message)
  const frames = at === -1 ? stack : stack.slice(at + message.length)
  return frames
    .split('\n')
    .map((line) => FRAME.exec(line)?.[1])
    .find((frame) => frame !== undefined)
}

/**
 * What may be known of an error: its class, its code or the setting that it names, and where it was thrown. Never its message: a database
 * puts the values of the row into it ("Key (name)=(…) already exists"), and a parser the text that it could not read.
 */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error }
  const code = findName(error, 'code') ?? findName(error, 'setting')
  const at = findPlace(error)
  return {
    errorName: findName(error, 'name') ?? 'Error',
    ...(code !== undefined && { code }),
    ...(at !== undefined && { at }),
  }
}
