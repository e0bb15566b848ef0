/** For tests: what a network and a busy EHR do to an app. */
import type { HttpReply, HttpRequest } from './http.ts'

/**
 * `drop-before`: the connection breaks and nothing happened. `drop-after`: it happened, and nobody hears of it. `drop-midway`: half of the
 * answer comes, then the connection breaks.
 * A reply stands in place of the sandbox's own; with `isAfter` the sandbox has done what it was asked all the same.
 */
export type Fault =
  | (Partial<HttpReply> & { readonly status: number; readonly isAfter?: boolean })
  | 'drop-before'
  | 'drop-after'
  | 'drop-midway'

/** A request whose body is not read here (the authorization server) has an empty one. `path` is the whole path, mount included. Asked before every request; `undefined` lets it pass. */
export type FaultInjector = (request: HttpRequest) => Fault | undefined
