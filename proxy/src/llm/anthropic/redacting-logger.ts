/** The vendor's client prints raw pieces of an answer when it cannot read them. Here only the fact is kept. */
import type { Log } from '../../log.ts'

type ClientLogger = Record<'error' | 'warn' | 'info' | 'debug', (message: string, ...rest: unknown[]) => void>

export function createRedactingLogger(log: Log): ClientLogger {
  return {
    error: () => log.error('model client', { code: 'client-error' }),
    warn: () => log.warn('model client', { code: 'client-warning' }),
    info: () => undefined,
    debug: () => undefined,
  }
}
