/** The one class that the proxy throws; `message` is safe to show, and `code` decides the HTTP status. */
import type { ProblemCode } from '#coding/contract/problem.ts'

export class ProxyError extends Error {
  readonly code: ProblemCode
  readonly retryAfterMs: number | undefined
  readonly rules: readonly string[] | undefined

  constructor(
    code: ProblemCode,
    message: string,
    options?: { readonly cause?: unknown; readonly retryAfterMs?: number; readonly rules?: readonly string[] },
  ) {
    super(message, options)
    this.name = 'ProxyError'
    this.code = code
    this.retryAfterMs = options?.retryAfterMs
    this.rules = options?.rules
  }
}

/** Thrown while starting: names the setting, so that the operator knows what to change. */
export class ConfigError extends Error {
  readonly setting: string

  constructor(setting: string, message: string, options?: { readonly cause?: unknown }) {
    super(`${setting}: ${message}`, options)
    this.name = 'ConfigError'
    this.setting = setting
  }
}
