/** The chart page, from the folder that `npm run build` fills. */
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { HttpHandler, HttpReply } from './http.ts'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export type StaticSite = { readonly directory: string; readonly sidebarOrigin: string }

export function createStaticHandler({ directory, sidebarOrigin }: StaticSite): HttpHandler {
  const headers = {
    // The frame holds the sidebar, and during a launch this server's own sign-in pages.
    'Content-Security-Policy': `default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'self' ${sidebarOrigin}; frame-ancestors 'none'; base-uri 'none'; object-src 'none'`,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-cache',
  }
  return async ({ method, path }) => {
    if (method !== 'GET' && method !== 'HEAD') {
      return plain(405, 'Only GET here.')
    }
    const name = path === '/' ? 'index.html' : toFileName(path)
    const body = name && (await readFile(join(directory, name)).catch(() => undefined))
    if (name && body) {
      return {
        status: 200,
        headers: { ...headers, 'Content-Type': types[extname(name)] ?? 'application/octet-stream' },
        body,
      }
    }
    return name === 'index.html'
      ? plain(503, 'The chart page is not built. Run "npm run build", then start again.')
      : plain(404, 'Not found.')
  }
}

/** Built files have plain names; anything else, a way up included, is not one. */
function toFileName(path: string): string | undefined {
  return /^(\/[\w-][\w.-]*)+$/.test(path) ? path.slice(1) : undefined
}

function plain(status: number, body: string): HttpReply {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body }
}
