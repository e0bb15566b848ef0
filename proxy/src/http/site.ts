/** The built sidebar, read once at the start: what is not in the map cannot be asked for, whatever the path says. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { ProxyConfig } from '../config.ts'
import { ConfigError, ProxyError } from '../errors.ts'
import type { TenantRow } from '../tenants.ts'
import { answer, setHeader } from './answer.ts'
import type { Handler } from './context.ts'

type SiteFile = {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly gzipped?: Uint8Array<ArrayBuffer>
  readonly type: string
}
export type Site = ReadonlyMap<string, SiteFile>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}
const COMPRESSIBLE = /\.(?:html|js|css|json|svg)$/

/** @throws ConfigError when the directory is not there or holds no page. */
export function readSite(directory: string): Site {
  try {
    const names = readdirSync(directory, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile() && path.extname(entry.name) in TYPES)
      .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    const site = new Map(names.map((name) => [`/${name.split(path.sep).join('/')}`, readSiteFile(directory, name)]))
    if (!site.has('/index.html'))
      throw new ConfigError('POSTIL_STATIC_DIR', 'holds no index.html; build the sidebar first.')
    return site
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause
    throw new ConfigError('POSTIL_STATIC_DIR', 'cannot be read; build the sidebar first.', { cause })
  }
}

function readSiteFile(directory: string, name: string): SiteFile {
  const bytes = new Uint8Array(readFileSync(path.join(directory, name)))
  const type = TYPES[path.extname(name)] ?? 'application/octet-stream'
  return { bytes, type, ...(COMPRESSIBLE.test(name) && { gzipped: new Uint8Array(gzipSync(bytes)) }) }
}

const TENANT_PATH = /^\/t\/(?<key>[^/]+)(?<rest>\/.*)$/

/** Pages that all tenants share may be framed by the pages of each, and name all of them to whoever asks. */
export function hasSeparatePages(profile: ProxyConfig['profile'], tenants: readonly TenantRow[]): boolean {
  return profile === 'production' && tenants.length > 1
}

/**
 * Registered for what no other route takes. The same files stand under `/t/<tenant>/` with that tenant's policy alone:
 * an EHR that launches there can be framed by its own pages only, however many tenants the proxy has.
 */
export function createSiteHandler(site: Site, tenants: readonly TenantRow[], profile: ProxyConfig['profile']): Handler {
  const isSeparate = hasSeparatePages(profile, tenants)
  const common = buildContentSecurityPolicy(isSeparate ? [] : tenants)
  const policies = new Map<string, string>(tenants.map((tenant) => [tenant.key, buildContentSecurityPolicy([tenant])]))
  return function serveSite(context) {
    const { path: address, method } = context.req
    if (method !== 'GET' && method !== 'HEAD') throw new ProxyError('not-found', 'There is nothing here.')
    refuseCommonPage(address, isSeparate)
    if (address === '/') {
      setHeader(context, 'location', '/index.html')
      return answer(context, null, { status: 302 })
    }
    const { key, rest } = TENANT_PATH.exec(address)?.groups ?? {}
    const [asked, policy] = key === undefined ? [address, common] : [rest ?? '', policies.get(key)]
    if (policy === undefined) throw new ProxyError('not-found', 'There is nothing here.')
    const file = site.get(asked)
    if (!file) throw new ProxyError('not-found', 'There is nothing here.')
    // Vite puts a digest into the names under /assets; pages must always be asked for again.
    const isForever = asked.startsWith('/assets/')
    setHeader(context, 'cache-control', isForever ? 'public, max-age=31536000, immutable' : 'no-cache')
    // A frame that was given no origin may load a script only from a server that says so. These files are public, and
    // without them such a frame could not even say what is wrong.
    if (isForever) setHeader(context, 'access-control-allow-origin', '*')
    setHeader(context, 'content-security-policy', policy)
    setHeader(context, 'vary', 'accept-encoding')
    const isGzipped = file.gzipped && /\bgzip\b/.test(context.req.header('accept-encoding') ?? '')
    if (isGzipped) setHeader(context, 'content-encoding', 'gzip')
    return answer(context, isGzipped && file.gzipped ? file.gzipped : file.bytes, { type: file.type })
  }
}

/** @throws ProxyError */
function refuseCommonPage(address: string, isSeparate: boolean): void {
  const isPage = address === '/' || address.endsWith('.html')
  if (!(isSeparate && isPage) || TENANT_PATH.test(address)) return
  throw new ProxyError('not-found', 'Open Postil at /t/<tenant>/; its pages stand there, one site each.')
}

/**
 * Only our own script runs; only the tenants' servers are talked to; only the tenants' pages may frame us.
 * There is no X-Frame-Options: it knows no list, and browsers that read `frame-ancestors` ignore it (CSP 3, 6.4.2).
 */
function buildContentSecurityPolicy(tenants: readonly TenantRow[]): string {
  const servers = tenants.flatMap(({ issuer, connectOrigins }) => [new URL(issuer).origin, ...connectOrigins])
  // A source of http does not cover the sockets of its host (CSP 3, 6.7.2.8), which a FHIRcast hub needs.
  const connect = servers.flatMap((origin) => [origin, origin.replace(/^http/, 'ws')])
  const frames = tenants.flatMap(({ frameAncestors }) => frameAncestors)
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...new Set(connect)].join(' ')}`,
    `frame-ancestors ${["'self'", ...new Set(frames)].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}
