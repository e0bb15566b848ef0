/** Browsers of any origin may call the FHIR bases: the token decides, not the origin. No cookies are involved. */
import type { HttpHandler, HttpReply } from './http.ts'

export const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, Location, Last-Modified, Retry-After, WWW-Authenticate, X-Request-Id',
}

const allowed =
  'Authorization, Content-Type, Accept, Prefer, If-Match, If-None-Match, If-None-Exist, If-Modified-Since, X-Request-Id, X-Security-Context'

export function withCors(handler: HttpHandler): HttpHandler {
  return async (request) => {
    const reply = request.method === 'OPTIONS' ? preflight : await handler(request)
    return { ...reply, headers: { ...reply.headers, ...corsHeaders } }
  }
}

const preflight: HttpReply = {
  status: 204,
  headers: {
    'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    'Access-Control-Allow-Headers': allowed,
    'Access-Control-Max-Age': '600',
  },
}
