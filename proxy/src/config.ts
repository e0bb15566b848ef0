/** Everything the environment may say, parsed once at the start. The only file that reads `process.env`. */
import path from 'node:path'
import * as z from 'zod/mini'
import type { CheckpointRhythm } from './audit/checkpoints.ts'
import type { SinkSettings } from './audit/sinks/checkpoint-sink.ts'
import { ConfigError } from './errors.ts'
import { isCoveredModel } from './llm/covered-features.ts'
import { readNamedFile } from './named-file.ts'

export type Limits = {
  /** Largest request body that carries a record; others have `smallBodyBytes`. */
  readonly bodyBytes: number
  readonly smallBodyBytes: number
  /** Requests in work at once, streams included; above it the proxy sheds with 503. */
  readonly requestsInFlight: number
  readonly requestsPerMinutePerSession: number
  /** Over all replicas; a tenant's row may say otherwise. */
  readonly requestsPerMinutePerPerson: number
  readonly requestsPerMinutePerTenant: number
  readonly analysesAtOncePerSession: number
  /** And tenant. Generous, because a whole hospital may have one address. */
  readonly exchangesPerMinutePerAddress: number
  readonly sessionMs: number
  /** How long one launch may renew its session; a shift, by default. */
  readonly launchMs: number
  readonly heartbeatMs: number
  /** An answer or event stream that nobody takes anything from is given up after so long. */
  readonly readerMs: number
  /** How long a stopping proxy waits for open streams. */
  readonly drainMs: number
  /** How long a whole answer of a model may be said again to the person who had it; 0 keeps none. */
  readonly modelAnswerMs: number
}

export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 2 * 1024 * 1024,
  smallBodyBytes: 64 * 1024,
  requestsInFlight: 512,
  requestsPerMinutePerSession: 240,
  requestsPerMinutePerPerson: 600,
  requestsPerMinutePerTenant: 12_000,
  analysesAtOncePerSession: 4,
  exchangesPerMinutePerAddress: 1200,
  sessionMs: 10 * 60_000,
  launchMs: 12 * 60 * 60_000,
  heartbeatMs: 10_000,
  readerMs: 60_000,
  drainMs: 10_000,
  modelAnswerMs: 10 * 60_000,
}

/** Base64 of 32 bytes each. The first column key encrypts; the others only decrypt what they once wrote. */
export type KeyMaterial = {
  readonly columnKeys: readonly [ColumnKey, ...ColumnKey[]]
  /** Ids of keys that nobody has any more, by the operator's word: what they wrote stays closed, and keeps nothing from starting. */
  readonly lostColumnKeys?: readonly string[]
  readonly referenceKey: string
  /** The variable that names the file which the column keys were read from, where there is one. */
  readonly columnKeysSetting?: string
}
type ColumnKey = { readonly id: string; readonly key: string }

/** Which language model reads along, and what it may cost. Without a key there is none, and everything else works. */
export type ModelConfig = (
  | {
      readonly platform: 'anthropic'
      readonly apiKey: string
      readonly baseUrl?: string
      /** Where inference may happen. */
      readonly geo: string
    }
  | { readonly platform: 'bedrock' | 'vertex'; readonly region: string; readonly project?: string }
) & {
  readonly model: string
  /** One of them is asked once when the first declines to read a note: the first, unless a tenant's row says which. */
  readonly secondModels?: readonly string[]
  /** US dollars a day. */
  readonly tenantUsdPerDay: number
  readonly personUsdPerDay: number
}

export const DEFAULT_MODEL = 'claude-sonnet-5-5'

export type ProxyConfig = {
  readonly profile: 'sandbox' | 'production'
  readonly host: string
  readonly port: number
  /** Where figures are shown, and nothing else; a port that no stranger reaches. Unset, production shows none. */
  readonly metrics?: { readonly host: string; readonly port: number }
  /** Origin under which browsers reach the proxy. Unset (sandbox only), the request's own URL is believed. */
  readonly publicOrigin?: string
  /** Our own balancers that a request passes on its way here, each of which adds to `X-Forwarded-For`. */
  readonly trustedProxies?: number
  /** The built sidebar. */
  readonly staticDir?: string
  readonly tenantsFile: string
  readonly database: /** `setting`: the variable that names the file which the address was read from, where there is one. */
    | { readonly kind: 'postgres'; readonly url: string; readonly setting?: string }
    | { readonly kind: 'pglite'; readonly dir: string }
  readonly dataDir: string
  /** Unset (sandbox only), keys are made once and kept in the data directory. */
  readonly keys?: KeyMaterial
  /** Unset (sandbox only), checkpoints are signed with a key of the data directory and kept in a file there. */
  readonly checkpoints?: CheckpointSettings
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  readonly limits: Limits
  readonly model?: ModelConfig
  /** A collector of OpenTelemetry; unset, nothing is traced. */
  readonly traces?: { readonly endpoint: string; readonly headers: Readonly<Record<string, string>> }
}

export type CheckpointSettings =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'sink'
      readonly sink: SinkSettings
      readonly keyFile: string
      readonly rhythm: CheckpointRhythm
    }

export const DEFAULT_RHYTHM: CheckpointRhythm = { everyRows: 1000, everyMs: 60_000, maxLateMs: 60 * 60_000 }

const KEY_PATTERN = /^[A-Za-z0-9+/]{43}=$/
const number = (minimum: number, maximum = Number.MAX_SAFE_INTEGER) =>
  z.exactOptional(
    z.pipe(
      z.string().check(z.regex(/^\d+$/)),
      z.pipe(z.transform(Number), z.int().check(z.minimum(minimum), z.maximum(maximum))),
    ),
  )
const text = z.exactOptional(z.string().check(z.minLength(1)))

/**
 * Of the OpenTelemetry Protocol's exporters ("key=value,key=value", values percent-encoded): names are tokens (RFC 9110,
 * 5.6.2), values what a baggage may hold (W3C Baggage, 3.3.1).
 */
const OTLP_HEADERS = /^(?:[\w!#$&'*+.^`|~-]+=(?:[!#-+./:<-@[\]-~\w-]|%[0-9A-Fa-f]{2})*(?:,(?!$)|$))+$/

const environment = z.object({
  POSTIL_PROFILE: z.enum(['sandbox', 'production']),
  POSTIL_HOST: text,
  OTEL_EXPORTER_OTLP_ENDPOINT: z.exactOptional(z.url({ protocol: /^https?$/ })),
  OTEL_EXPORTER_OTLP_HEADERS: z.exactOptional(z.string().check(z.regex(OTLP_HEADERS))),
  POSTIL_PORT: number(0, 65_535),
  POSTIL_METRICS_HOST: text,
  POSTIL_METRICS_PORT: number(0, 65_535),
  POSTIL_DRAIN_SECONDS: number(0, 600),
  POSTIL_MODEL_ANSWER_SECONDS: number(0, 3600),
  POSTIL_PUBLIC_ORIGIN: z.exactOptional(z.url()),
  POSTIL_TRUSTED_PROXIES: number(0, 10),
  POSTIL_STATIC_DIR: text,
  POSTIL_TENANTS_FILE: z.string().check(z.minLength(1)),
  DATABASE_URL: z.exactOptional(z.url({ protocol: /^postgres(?:ql)?$/ })),
  POSTIL_DATABASE_TLS: z.exactOptional(z.enum(['verify-full', 'none'])),
  POSTIL_DATA_DIR: text,
  POSTIL_COLUMN_KEYS: text,
  POSTIL_REFERENCE_KEY: z.exactOptional(z.string().check(z.regex(KEY_PATTERN))),
  POSTIL_LOG_LEVEL: z.exactOptional(z.enum(['silent', 'error', 'warn', 'info', 'debug'])),
  POSTIL_LIMIT_BODY_BYTES: number(1024),
  POSTIL_LIMIT_REQUESTS_IN_FLIGHT: number(1),
  POSTIL_LIMIT_REQUESTS_PER_MINUTE: number(1),
  POSTIL_CHECKPOINT_SINK: text,
  POSTIL_CHECKPOINT_KEY_FILE: text,
  POSTIL_CHECKPOINT_TOKEN_FILE: text,
  POSTIL_CHECKPOINT_ROWS: number(1),
  POSTIL_CHECKPOINT_SECONDS: number(1, 86_400),
  POSTIL_CHECKPOINT_MAX_LATE_SECONDS: number(0),
})
type Environment = z.output<typeof environment>
const databaseEnvironment = z.pick(environment, { DATABASE_URL: true, POSTIL_DATA_DIR: true })
const DATA_DIR = '.postil'

const dollars = z.exactOptional(
  z.pipe(z.string().check(z.regex(/^\d+(?:\.\d{1,2})?$/)), z.pipe(z.transform(Number), z.number())),
)
const modelEnvironment = z.object({
  POSTIL_PROFILE: z.exactOptional(z.enum(['sandbox', 'production'])),
  POSTIL_MODEL_API_KEY: text,
  POSTIL_MODEL_PLATFORM: z.exactOptional(z.enum(['anthropic', 'bedrock', 'vertex'])),
  POSTIL_MODEL: z.exactOptional(z.string().check(z.regex(/^[\w.@:/-]{1,128}$/))),
  POSTIL_MODEL_ON_REFUSAL: z.exactOptional(z.string().check(z.regex(/^[\w.@:/,-]{1,512}$/))),
  POSTIL_MODEL_URL: z.exactOptional(z.url()),
  POSTIL_MODEL_REGION: z.exactOptional(z.string().check(z.regex(/^[a-z0-9-]{1,40}$/))),
  POSTIL_MODEL_PROJECT: text,
  POSTIL_MODEL_AGREEMENT: z.exactOptional(z.enum(['baa'])),
  POSTIL_MODEL_USD_PER_DAY: dollars,
  POSTIL_MODEL_USD_PER_PERSON_PER_DAY: dollars,
})

/** Secrets may stand in files, named by the variable with `_FILE`: an environment shows in many places. */
const SECRETS = [
  'POSTIL_COLUMN_KEYS',
  'POSTIL_REFERENCE_KEY',
  'POSTIL_MODEL_API_KEY',
  'DATABASE_URL',
  'OTEL_EXPORTER_OTLP_HEADERS',
] as const

/** Every variable that is read: what the deployment files and pages may name. */
export const VARIABLES: readonly string[] = [
  ...Object.keys({ ...environment.shape, ...modelEnvironment.shape }),
  ...SECRETS.map((name) => `${name}_FILE`),
]

const USUAL_FORM = 'in the form that is expected'
/** Of settings whose form nobody guesses. */
const FORMS: Readonly<Record<string, string>> = {
  POSTIL_PROFILE: 'production or sandbox',
  DATABASE_URL: 'postgres://user:password@host:5432/database, percent-encoded where a part holds :, /, ?, # or @',
  POSTIL_REFERENCE_KEY: '32 bytes in base64, as openssl rand -base64 32 prints them',
}

type Variables = Readonly<Record<string, string | undefined>>

function readSecretFiles(variables: Variables): Variables {
  return Object.fromEntries(
    SECRETS.flatMap((name) => {
      const setting = `${name}_FILE`
      const file = variables[setting]
      if (!file) return []
      if (variables[name]) throw new ConfigError(setting, `must not stand beside ${name}.`)
      const secret = readNamedFile(file, setting, 'names a file that').trim()
      // Not as absent: without an address there would be another database, and without a key no model.
      if (secret === '') throw new ConfigError(setting, 'names a file that is empty.')
      return [[name, secret]]
    }),
  )
}

/** The variable that the operator has set, of the two that may hold a secret. */
function findSetting(secret: string, variables: Variables): string {
  const named = `${secret}_FILE`
  return SECRETS.some((name) => name === secret) && variables[named] ? named : secret
}

/** What is wrong with a secret is wrong with the file that the operator named. */
function blameWhatIsSet<Value>(variables: Variables, parse: () => Value): Value {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const setting = findSetting(error.setting, variables)
    if (setting === error.setting) throw error
    const problem = error.message.slice(`${error.setting}: `.length)
    throw new ConfigError(setting, `names a file whose content ${problem}`, { cause: error.cause })
  }
}

function parseVariables<Schema extends z.ZodMiniType>(schema: Schema, variables: Variables): z.output<Schema> {
  const present = Object.fromEntries(
    Object.entries({ ...variables, ...readSecretFiles(variables) }).filter(
      ([, value]) => value !== undefined && value !== '',
    ),
  )
  const parsed = schema.safeParse(present)
  if (parsed.success) return parsed.data
  const setting = String(parsed.error.issues[0]?.path[0] ?? 'environment')
  throw new ConfigError(setting, setting in present ? `is not ${FORMS[setting] ?? USUAL_FORM}.` : 'is missing.')
}

/**
 * @param variables usually `process.env`; empty values count as absent, as shells and compose files leave them.
 * @throws ConfigError that names the first setting that is missing or wrong.
 */
export function parseConfig(variables: Variables): ProxyConfig {
  return blameWhatIsSet(variables, () => parseSettings(variables))
}

function parseSettings(variables: Variables): ProxyConfig {
  const settings = parseVariables(environment, variables)
  if (settings.POSTIL_PROFILE === 'production') checkProduction(settings)
  const keys = parseKeys(settings, findSetting('POSTIL_COLUMN_KEYS', variables))
  const model = parseModelSettings(variables)
  const checkpoints = parseCheckpoints(settings)
  const dataDir = settings.POSTIL_DATA_DIR ?? DATA_DIR
  return {
    profile: settings.POSTIL_PROFILE,
    host: settings.POSTIL_HOST ?? '127.0.0.1',
    port: settings.POSTIL_PORT ?? 8787,
    ...(settings.POSTIL_METRICS_PORT !== undefined && {
      metrics: { host: settings.POSTIL_METRICS_HOST ?? '127.0.0.1', port: settings.POSTIL_METRICS_PORT },
    }),
    ...(settings.POSTIL_PUBLIC_ORIGIN && { publicOrigin: new URL(settings.POSTIL_PUBLIC_ORIGIN).origin }),
    ...(settings.POSTIL_STATIC_DIR && { staticDir: settings.POSTIL_STATIC_DIR }),
    ...(settings.POSTIL_TRUSTED_PROXIES !== undefined && { trustedProxies: settings.POSTIL_TRUSTED_PROXIES }),
    tenantsFile: settings.POSTIL_TENANTS_FILE,
    database: chooseDatabase(settings.DATABASE_URL, dataDir, variables),
    dataDir,
    ...(keys && { keys }),
    ...(checkpoints && { checkpoints }),
    logLevel: settings.POSTIL_LOG_LEVEL ?? 'info',
    ...(model && { model }),
    ...(settings.OTEL_EXPORTER_OTLP_ENDPOINT && {
      traces: {
        endpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
        headers: parseOtlpHeaders(settings.OTEL_EXPORTER_OTLP_HEADERS ?? ''),
      },
    }),
    limits: readLimits(settings),
  }
}

function chooseDatabase(url: string | undefined, dataDir: string, variables: Variables): ProxyConfig['database'] {
  if (url === undefined) return { kind: 'pglite', dir: path.join(dataDir, 'db') }
  const setting = findSetting('DATABASE_URL', variables)
  return { kind: 'postgres', url, ...(setting !== 'DATABASE_URL' && { setting }) }
}

/** Where the database is and nothing else, for whoever may look at it and should have no secret of the proxy. */
export function readDatabaseConfig(): ProxyConfig['database'] {
  const { env } = process
  return blameWhatIsSet(env, () => {
    const { DATABASE_URL, POSTIL_DATA_DIR } = parseVariables(databaseEnvironment, env)
    return chooseDatabase(DATABASE_URL, POSTIL_DATA_DIR ?? DATA_DIR, env)
  })
}

function readLimits(settings: Environment): Limits {
  const { POSTIL_DRAIN_SECONDS: drainSeconds, POSTIL_MODEL_ANSWER_SECONDS: answerSeconds } = settings
  return {
    ...DEFAULT_LIMITS,
    ...(settings.POSTIL_LIMIT_BODY_BYTES && { bodyBytes: settings.POSTIL_LIMIT_BODY_BYTES }),
    ...(settings.POSTIL_LIMIT_REQUESTS_IN_FLIGHT && { requestsInFlight: settings.POSTIL_LIMIT_REQUESTS_IN_FLIGHT }),
    ...(settings.POSTIL_LIMIT_REQUESTS_PER_MINUTE && {
      requestsPerMinutePerSession: settings.POSTIL_LIMIT_REQUESTS_PER_MINUTE,
    }),
    ...(drainSeconds !== undefined && { drainMs: drainSeconds * 1000 }),
    ...(answerSeconds !== undefined && { modelAnswerMs: answerSeconds * 1000 }),
  }
}

/**
 * The model's own settings, for the proxy and for `npm start`.
 * @returns undefined when no key and no cloud is configured: the model is then off.
 * @throws ConfigError; in production also when nobody has stated that an agreement covers the service.
 */
export function parseModelConfig(variables: Variables): ModelConfig | undefined {
  return blameWhatIsSet(variables, () => parseModelSettings(variables))
}

function parseModelSettings(variables: Variables): ModelConfig | undefined {
  const settings = parseVariables(modelEnvironment, variables)
  const platform = settings.POSTIL_MODEL_PLATFORM ?? 'anthropic'
  if (platform === 'anthropic' && !settings.POSTIL_MODEL_API_KEY) return undefined
  const isProduction = settings.POSTIL_PROFILE === 'production'
  if (isProduction && settings.POSTIL_MODEL_AGREEMENT !== 'baa') {
    throw new ConfigError('POSTIL_MODEL_AGREEMENT', 'must say baa before chart text may go to a model in production.')
  }
  const model = settings.POSTIL_MODEL ?? DEFAULT_MODEL
  const secondModels = settings.POSTIL_MODEL_ON_REFUSAL?.split(',')
  if (secondModels?.some((second) => second === model || !isCoveredModel(second))) {
    const message = 'must be another model, or some with commas between them, and each one that an agreement covers.'
    throw new ConfigError('POSTIL_MODEL_ON_REFUSAL', message)
  }
  const common = {
    model,
    ...(secondModels && { secondModels }),
    tenantUsdPerDay: settings.POSTIL_MODEL_USD_PER_DAY ?? 50,
    personUsdPerDay: settings.POSTIL_MODEL_USD_PER_PERSON_PER_DAY ?? 5,
  }
  const region = settings.POSTIL_MODEL_REGION
  if (platform !== 'anthropic') {
    if (region === undefined) throw new ConfigError('POSTIL_MODEL_REGION', `is missing; ${platform} needs it.`)
    const project = settings.POSTIL_MODEL_PROJECT
    return { ...common, platform, region, ...(project !== undefined && { project }) }
  }
  const url = settings.POSTIL_MODEL_URL
  if (isProduction && url !== undefined && !url.startsWith('https://')) {
    throw new ConfigError('POSTIL_MODEL_URL', 'must be https in production.')
  }
  return {
    ...common,
    platform,
    apiKey: settings.POSTIL_MODEL_API_KEY ?? '',
    geo: region ?? 'us',
    ...(url !== undefined && { baseUrl: url }),
  }
}

/** @throws ConfigError */
export function readConfig(): ProxyConfig {
  return parseConfig(process.env)
}

function checkProduction(settings: Environment): void {
  if (!settings.POSTIL_PUBLIC_ORIGIN) throw new ConfigError('POSTIL_PUBLIC_ORIGIN', 'is missing; production needs it.')
  if (!settings.POSTIL_PUBLIC_ORIGIN.startsWith('https://')) {
    throw new ConfigError('POSTIL_PUBLIC_ORIGIN', 'must be https in production.')
  }
  if (!settings.POSTIL_COLUMN_KEYS) {
    throw new ConfigError('POSTIL_COLUMN_KEYS', `is missing; production needs it. ${NEW_KEY}.`)
  }
  if (!settings.POSTIL_REFERENCE_KEY) {
    throw new ConfigError('POSTIL_REFERENCE_KEY', 'is missing; production needs it. openssl rand -base64 32 makes one.')
  }
  if (settings.DATABASE_URL && settings.POSTIL_DATABASE_TLS !== 'none' && !isPrivateWay(settings.DATABASE_URL)) {
    throw new ConfigError('DATABASE_URL', 'must say sslmode=verify-full, or POSTIL_DATABASE_TLS must say none.')
  }
  // Said on purpose or not at all: without a witness, who holds the database can shorten the trail unseen.
  if (!settings.POSTIL_CHECKPOINT_SINK) {
    throw new ConfigError('POSTIL_CHECKPOINT_SINK', 'is missing; production names a sink, or none.')
  }
  // Its token opens the store to whoever listens.
  if (settings.POSTIL_CHECKPOINT_SINK.startsWith('http:')) {
    throw new ConfigError('POSTIL_CHECKPOINT_SINK', 'must be https in production.')
  }
  // A debugging level of any library may print request bodies; with patients behind them it is refused outright.
  if (settings.POSTIL_LOG_LEVEL === 'debug')
    throw new ConfigError('POSTIL_LOG_LEVEL', 'must not be debug in production.')
}

const OWN_MACHINE: readonly string[] = ['', 'localhost', '127.0.0.1', '[::1]']

/** Encrypted to a server that was verified, or never on a wire. */
function isPrivateWay(databaseUrl: string): boolean {
  const { hostname, searchParams } = new URL(databaseUrl)
  if (searchParams.get('sslmode') === 'verify-full') return true
  const host = searchParams.get('host')
  // A path is a socket of this machine.
  return host === null ? OWN_MACHINE.includes(hostname) : host.startsWith('/') || OWN_MACHINE.includes(host)
}

function parseCheckpoints(settings: Environment): CheckpointSettings | undefined {
  const address = settings.POSTIL_CHECKPOINT_SINK
  if (address === undefined) return undefined
  if (address === 'none') return { kind: 'none' }
  const keyFile = settings.POSTIL_CHECKPOINT_KEY_FILE
  if (keyFile === undefined) throw new ConfigError('POSTIL_CHECKPOINT_KEY_FILE', 'is missing; a sink needs it.')
  const tokenFile = settings.POSTIL_CHECKPOINT_TOKEN_FILE
  const everyMs = (settings.POSTIL_CHECKPOINT_SECONDS ?? DEFAULT_RHYTHM.everyMs / 1000) * 1000
  const maxLateMs = (settings.POSTIL_CHECKPOINT_MAX_LATE_SECONDS ?? DEFAULT_RHYTHM.maxLateMs / 1000) * 1000
  if (maxLateMs !== 0 && maxLateMs <= everyMs) {
    throw new ConfigError('POSTIL_CHECKPOINT_MAX_LATE_SECONDS', 'must be longer than POSTIL_CHECKPOINT_SECONDS, or 0.')
  }
  return {
    kind: 'sink',
    sink: { address, ...(tokenFile !== undefined && { tokenFile }) },
    keyFile,
    rhythm: {
      everyRows: settings.POSTIL_CHECKPOINT_ROWS ?? DEFAULT_RHYTHM.everyRows,
      everyMs,
      maxLateMs: maxLateMs === 0 ? Number.POSITIVE_INFINITY : maxLateMs,
    },
  }
}

/** `POSTIL_COLUMN_KEYS` is `id:base64,id:base64`, the active key first; `id:lost` is a key that nobody has any more. */
function parseKeys(settings: Environment, setting: string): KeyMaterial | undefined {
  const { POSTIL_COLUMN_KEYS: columnKeys, POSTIL_REFERENCE_KEY: referenceKey } = settings
  if (columnKeys === undefined && referenceKey === undefined) return undefined
  if (columnKeys === undefined) throw new ConfigError('POSTIL_COLUMN_KEYS', 'is missing beside POSTIL_REFERENCE_KEY.')
  if (referenceKey === undefined) throw new ConfigError('POSTIL_REFERENCE_KEY', 'is missing beside POSTIL_COLUMN_KEYS.')
  const pairs = columnKeys.split(',').map(parseColumnKey)
  const [active, ...retired] = pairs.filter(({ key }) => key !== LOST)
  if (!active || active !== pairs[0]) {
    throw new ConfigError('POSTIL_COLUMN_KEYS', 'must begin with a key to encrypt with, before those that are lost.')
  }
  const ids = pairs.map(({ id }) => id)
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index)
  if (twice >= 0) {
    throw new ConfigError('POSTIL_COLUMN_KEYS', `has in pair ${twice + 1} the id of another; give each key its own.`)
  }
  const lost = pairs.filter(({ key }) => key === LOST).map(({ id }) => id)
  return {
    columnKeys: [active, ...retired],
    ...(lost.length > 0 && { lostColumnKeys: lost }),
    referenceKey,
    ...(setting !== 'POSTIL_COLUMN_KEYS' && { columnKeysSetting: setting }),
  }
}

const LOST = 'lost'
const NEW_KEY = 'npm run --silent keys -- new ID makes one'

/** By its place, not by its id: what stands there may be a key without one. */
function parseColumnKey(pair: string, index: number): ColumnKey {
  const [id = '', key = '', ...more] = pair.trim().split(':')
  const refuse = (problem: string): ConfigError =>
    new ConfigError('POSTIL_COLUMN_KEYS', `must be id:base64 pairs, separated by commas, and pair ${problem}.`)
  if (!/^[a-z0-9-]{1,32}$/.test(id) || key === '' || more.length > 0) throw refuse(`${index + 1} is none; ${NEW_KEY}`)
  if (key === LOST || KEY_PATTERN.test(key)) return { id, key }
  const bytes = Buffer.from(key, 'base64').length
  const problem = bytes === 32 ? 'is not in plain base64' : `has ${bytes} bytes instead of 32`
  throw refuse(`${index + 1} ${problem}; ${NEW_KEY}`)
}

function parseOtlpHeaders(text: string): Readonly<Record<string, string>> {
  const pairs = text === '' ? [] : text.split(',')
  try {
    return Object.fromEntries(
      pairs.map((pair) => {
        const at = pair.indexOf('=')
        return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))]
      }),
    )
  } catch (cause) {
    throw new ConfigError('OTEL_EXPORTER_OTLP_HEADERS', 'is not in the form that is expected.', { cause })
  }
}
