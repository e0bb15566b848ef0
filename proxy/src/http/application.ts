/**
 * Which request passes which middleware, in the order of their registration, and who answers it. Hono finds the route
 * and its adapter reads and writes; each route is one handler to it, whose steps are put together once, here: passing
 * them as Hono does costs a promise for each, there or not (docs/performance.md).
 */
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { type Answer, type Handler, type Middleware, ProxyContext } from './context.ts'
import { createRememberingRouter } from './remembering-router.ts'

type Environment = { Bindings: Partial<HttpBindings> }
type Method = 'GET' | 'POST' | 'PUT'
type Steps = Middleware | readonly Middleware[]
type ErrorHandler = (error: unknown, context: ProxyContext) => Promise<Answer> | Answer

export type Application = {
  /** For every path, or for those below `/…/*`, of what is registered afterwards. */
  readonly use: (...steps: readonly [string | Middleware, ...Middleware[]]) => void
  readonly get: (path: string, ...steps: readonly Steps[]) => void
  readonly post: (path: string, ...steps: readonly Steps[]) => void
  readonly put: (path: string, ...steps: readonly Steps[]) => void
  readonly onError: (handler: ErrorHandler) => void
  readonly notFound: (handler: Handler) => void
  readonly routes: readonly { readonly method: Method; readonly path: string }[]
  /** For the adapter of a server. */
  readonly fetch: Hono<Environment>['fetch']
  /** Without a socket. */
  readonly request: (input: string | Request, init?: RequestInit) => Promise<Response>
}

type Passed = { readonly prefix: string; readonly steps: readonly Middleware[] }

export function createApplication(): Application {
  const hono = new Hono<Environment>({ router: createRememberingRouter() })
  const passed: Passed[] = []
  const routes: { readonly method: Method; readonly path: string }[] = []
  let answerError: ErrorHandler = (error) => {
    throw error
  }
  let answerNothing: Handler = () => ({ status: 404, headers: {}, body: null })
  const listPassed = (path: string): Middleware[] =>
    passed.flatMap(({ prefix, steps }) => (path.startsWith(prefix) ? steps : []))
  const answerWith = (steps: readonly Middleware[], route: string, call: Context<Environment, string>) => {
    const context = new ProxyContext(call, route)
    const done = new Passage(context, steps, answerError).go(0)
    return done ? done.then(() => buildResponse(context)) : buildResponse(context)
  }
  const add = (method: Method, path: string, own: readonly Steps[]): void => {
    routes.push({ method, path })
    const steps = [...listPassed(path), ...own.flat()]
    hono.on(method, path, (call) => answerWith(steps, path, call))
  }
  hono.notFound((call: Context<Environment, string>) =>
    answerWith([...listPassed(call.req.path), answerNothing], '*', call),
  )
  return {
    use: (first, ...rest) => {
      const [path, steps] = typeof first === 'string' ? [first, rest] : ['*', [first, ...rest]]
      passed.push({ prefix: path.replace(/\*$/, ''), steps })
    },
    get: (path, ...steps) => add('GET', path, steps),
    post: (path, ...steps) => add('POST', path, steps),
    put: (path, ...steps) => add('PUT', path, steps),
    onError: (handler) => {
      answerError = handler
    },
    notFound: (handler) => {
      answerNothing = handler
    },
    routes,
    fetch: hono.fetch,
    request: async (input, init) => hono.request(input, init),
  }
}

/**
 * Each step answers or hands on to the next. What fails becomes an answer where it fails, so that those who wait for it
 * (the log, the line) see it like any other. Nothing is awaited that is there already.
 */
class Passage {
  readonly #context: ProxyContext
  readonly #steps: readonly Middleware[]
  readonly #answerError: ErrorHandler

  constructor(context: ProxyContext, steps: readonly Middleware[], answerError: ErrorHandler) {
    this.#context = context
    this.#steps = steps
    this.#answerError = answerError
  }

  go(place: number): Promise<void> | undefined {
    const step = this.#steps[place]
    if (!step) return undefined
    try {
      return this.#take(step(this.#context, () => this.go(place + 1)))
    } catch (error) {
      return this.#fail(error)
    }
  }

  #take(result: ReturnType<Middleware>): Promise<void> | undefined {
    if (result instanceof Promise) return this.#wait(result)
    if (result) this.#context.answer = result
    return undefined
  }

  async #wait(result: Promise<Answer> | Promise<void>): Promise<void> {
    try {
      const answer = await result
      if (answer) this.#context.answer = answer
    } catch (error) {
      await this.#fail(error)
    }
  }

  #fail(error: unknown): Promise<void> | undefined {
    return this.#take(this.#answerError(error, this.#context))
  }
}

function buildResponse({ answer }: ProxyContext): Response {
  if (!answer) throw new TypeError('A step neither answered nor handed on.')
  const { status, headers, body } = answer
  return new Response(body, { status, headers })
}
