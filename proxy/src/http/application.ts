/**
 * Which request passes which middleware, in the order of their registration, and who answers it. As small as it is
 * because most of what a framework does for every request is not needed here (docs/decisions, docs/performance.md).
 */
import { type Answer, type Handler, type IncomingCall, type Middleware, type Params, ProxyContext } from './context.ts'

type Method = 'GET' | 'POST' | 'PUT'
type Steps = Middleware | readonly Middleware[]
type ErrorHandler = (error: unknown, context: ProxyContext) => Promise<Answer> | Answer

export type Application = {
  /** For every path, or for those below `/…/*`. */
  readonly use: (...steps: readonly [string | Middleware, ...Middleware[]]) => void
  readonly get: (path: string, ...steps: readonly Steps[]) => void
  readonly post: (path: string, ...steps: readonly Steps[]) => void
  readonly put: (path: string, ...steps: readonly Steps[]) => void
  readonly onError: (handler: ErrorHandler) => void
  readonly notFound: (handler: Handler) => void
  /** In their order; of a middleware, which answers nothing by itself, there is no method. */
  readonly routes: readonly Pick<Route, 'method' | 'path'>[]
  readonly handle: (call: IncomingCall) => Promise<Answer> | Answer
  /** Without a socket. */
  readonly request: (input: string | Request, init?: RequestInit) => Promise<Response>
}

type Route = {
  /** Of a middleware none: it is passed whatever the method. */
  readonly method: Method | undefined
  readonly path: string
  readonly pattern: RegExp
  readonly steps: readonly Middleware[]
}
type Plan = { readonly steps: readonly Middleware[]; readonly route: string; readonly params: Params }

export function createApplication(): Application {
  const routes: Route[] = []
  /** Of addresses without parameters; only ours are kept, so that nobody can fill the memory with others. */
  const plans = new Map<string, Map<string, Plan>>()
  let answerError: ErrorHandler = (error) => {
    throw error
  }
  let answerNothing: Handler = () => ({ status: 404, headers: {}, body: null })
  const add = (method: Method | undefined, path: string, steps: readonly Middleware[]): void => {
    routes.push({ method, path, pattern: compilePath(path), steps })
    plans.clear()
  }
  const find = (method: string, path: string): Plan => {
    const known = plans.get(method)?.get(path)
    if (known) return known
    const found = makePlan(routes, method, path)
    const plan = { ...found, steps: [...found.steps, answerNothing] }
    if (plan.route === path) {
      const ofMethod = plans.get(method) ?? new Map<string, Plan>()
      plans.set(method, ofMethod.set(path, plan))
    }
    return plan
  }
  const handle = (call: IncomingCall): Promise<Answer> | Answer => {
    const end = call.target.indexOf('?')
    const path = end < 0 ? call.target : call.target.slice(0, end)
    // A HEAD is answered like a GET; whoever writes the answer leaves its body out (RFC 9110, 9.3.2).
    const { steps, route, params } = find(call.method === 'HEAD' ? 'GET' : call.method, path)
    const context = new ProxyContext(call, { path, route, params })
    const done = new Passage(context, steps, answerError).go(0)
    return done ? done.then(() => getAnswer(context)) : getAnswer(context)
  }
  return {
    use: (first, ...rest) =>
      typeof first === 'string' ? add(undefined, first, rest) : add(undefined, '*', [first, ...rest]),
    get: (path, ...steps) => add('GET', path, steps.flat()),
    post: (path, ...steps) => add('POST', path, steps.flat()),
    put: (path, ...steps) => add('PUT', path, steps.flat()),
    onError: (handler) => {
      answerError = handler
    },
    notFound: (handler) => {
      answerNothing = handler
      plans.clear()
    },
    routes,
    handle,
    request: async (input, init) => {
      const request = new Request(typeof input === 'string' ? new URL(input, 'http://localhost') : input, init)
      const { status, headers, body } = await handle(readCall(request))
      return new Response(request.method === 'HEAD' ? null : body, { status, headers })
    },
  }
}

/** `:name` stands for one piece of an address, `*` at the end for whatever follows. */
function compilePath(path: string): RegExp {
  if (path === '*') return /^/
  const pieces = path.split('/').map((piece) => {
    if (piece === '*') return '.*'
    return piece.startsWith(':') ? `(?<${piece.slice(1)}>[^/]+)` : piece.replace(/[.]/g, '\\.')
  })
  return new RegExp(`^${pieces.join('/')}$`)
}

function makePlan(routes: readonly Route[], method: string, path: string): Plan {
  const matching = routes.filter((one) => (one.method ?? method) === method && one.pattern.test(path))
  const answering = matching.find((one) => one.method !== undefined)
  return {
    steps: matching.flatMap(({ steps }) => steps),
    route: answering?.path ?? '*',
    params: readParams(answering?.pattern.exec(path)?.groups),
  }
}

function readParams(groups: Params | undefined): Params {
  if (!groups) return {}
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]))
}

function decode(piece: string): string {
  try {
    return decodeURIComponent(piece)
  } catch {
    return piece
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

function getAnswer({ answer }: ProxyContext): Answer {
  if (!answer) throw new TypeError('A step neither answered nor handed on.')
  return answer
}

function readCall(request: Request): IncomingCall {
  const { pathname, search, origin } = new URL(request.url)
  return {
    method: request.method,
    target: pathname + search,
    readOrigin: () => origin,
    readHeader: (name) => request.headers.get(name) ?? undefined,
    readText: () => request.text(),
    openBody: () => request.body,
    address: undefined,
  }
}
