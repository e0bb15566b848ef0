// One middleware in a bare app, so that each has a test of its own without the others.
import { answer } from '#proxy/http/answer.ts'
import { type Application, createApplication } from '#proxy/http/application.ts'
import type { Handler, Middleware, ProxyVariables } from '#proxy/http/context.ts'
import { answerError } from '#proxy/http/problem.ts'
import { createLog } from '#proxy/log.ts'

export function serve(
  middleware: readonly Middleware[],
  handler: Handler = (context) => answer(context, 'passed'),
  variables: Partial<ProxyVariables> = {},
): Application {
  const app = createApplication()
  app.onError((error, context) => answerError(error, context, createLog('silent')))
  app.use(async (context, next) => {
    if (variables.session) context.set('session', variables.session)
    if (variables.tenant) context.set('tenant', variables.tenant)
    await next()
  })
  for (const one of middleware) app.use(one)
  app.use(handler)
  return app
}
