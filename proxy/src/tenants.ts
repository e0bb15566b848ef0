/** The tenants file: which EHRs may launch Postil, how their people are known, and what a browser may learn of them. */
import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { facilityBilling } from '#coding/contract/facility-billing.ts'
import { modeSettings } from '#coding/contract/mode.ts'
import { payerPolicies } from '#coding/contract/payer-policy.ts'
import { tenantKey } from '#coding/contract/scalars.ts'
import { type Role, role } from '#coding/contract/session.ts'
import { billCodes, sensitivityPolicy, type TenantConfiguration, writeTarget } from '#coding/contract/tenant.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { ProxyConfig } from './config.ts'
import { ConfigError } from './errors.ts'
import { explainFileProblem } from './explain-file-problem.ts'
import { PERIODS } from './retention/periods.ts'

const url = z.url({ protocol: /^https?$/ })
const origin = z
  .string()
  .check(z.refine((text) => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text))
/** Signature algorithms that SMART servers use; a symmetric one can never be configured (SMART 2.2, id_token: RS256). */
const idTokenAlgorithm = z.enum(['RS256', 'RS384', 'ES256', 'ES384'])

const count = z.int().check(z.minimum(1))
const weight = z.number().check(z.minimum(-1000), z.maximum(1000))
/** Days, or that it is never deleted. */
const keptFor = ({ least }: { readonly least: number }) =>
  z.exactOptional(z.union([z.int().check(z.minimum(least), z.maximum(36_500)), z.literal('for-good')]))
const money = z.number().check(z.minimum(0), z.maximum(1_000_000))

const common = {
  key: tenantKey,
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  /** The FHIR base, exactly as registered with the EHR. */
  issuer: url,
  vendor: z.enum(['sandbox', 'epic', 'oracle', 'athena', 'hapi', 'medplum', 'other']),
  /** Origins of the pages that may call the proxy, beside its own. */
  allowedOrigins: z.array(origin),
  /** Origins of the EHR pages that may show the sidebar in a frame. */
  frameAncestors: z.array(origin),
  /** Origins that the sidebar talks to beside the issuer's: the authorization server, when it is elsewhere. */
  connectOrigins: z.array(origin),
  writeTargets: z.array(writeTarget),
  sensitivity: sensitivityPolicy,
  /** Whether the panel may create a Subscription in the EHR, where that offers one over a websocket. */
  liveUpdates: z.exactOptional(z.boolean()),
  /** Whether the coders' list is kept as Tasks in the EHR (`docs/queue.md`); unless said, it is not. */
  workTasks: z.exactOptional(z.boolean()),
  /** Whether masked notes of this tenant may go to a language model, once one is configured; unless said, they may not. */
  model: z.exactOptional(z.enum(['allowed', 'off'])),
  /** Which of `POSTIL_MODEL_ON_REFUSAL` is asked when the first model declines; unless said, its first. */
  modelOnRefusal: z.exactOptional(z.union([z.literal('none'), z.string().check(z.regex(/^[\w.@:/-]{1,128}$/))])),
  /** Whether a coder may release an encounter, which says that its coding is complete; unless said, they may not. */
  coderMayRelease: z.exactOptional(z.boolean()),
  /** What payers here ask beyond the defaults, by kind of payer; for the checks of a draft. */
  payers: z.exactOptional(payerPolicies),
  /** How much Postil does for which visits (`coding/src/domain/mode.ts`); unless said, it assists in all. */
  modes: z.exactOptional(modeSettings),
  /** Which visits are billed for the hospital (`docs/facility.md`); unless said, none. */
  facilityBilling: z.exactOptional(facilityBilling),
  /** For posting charges on an Oracle EHR (`docs/servers.md`). */
  billCodes: z.exactOptional(billCodes),
  /** For visits in mode `auto-draft`; see `coding/src/domain/preparation.ts`. */
  autoDraft: z.exactOptional(
    z.strictObject({
      /** Agreement of a blind second coder whose 95 % interval must not reach below it; unless said, 0.95. */
      target: z.exactOptional(z.number().check(z.minimum(0.8), z.maximum(0.999))),
      /** Stricter than what the accuracy audit has calibrated, never looser. */
      threshold: z.exactOptional(z.number().check(z.minimum(0.5), z.maximum(1))),
      visitTypes: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
      reviewShare: z.number().check(z.minimum(0.01), z.maximum(1)),
      /** Of the draw; kept by whoever audits it. */
      seed: z.string().check(z.minLength(8)),
    }),
  ),
  /** Whether masked words behind decisions are kept, to be given away for better rules and models; unless said, they are not. */
  feedback: z.exactOptional(z.enum(['allowed', 'off'])),
  /** Finished visits that a second coder reads blind, by week (`docs/accuracy-audit.md`); without it there are none. */
  accuracyAudit: z.exactOptional(
    z.strictObject({
      /** Visits of each service line and band of confidence. */
      perStratum: z.int().check(z.minimum(1), z.maximum(1000)),
      /** At least this share of each. */
      share: z.exactOptional(z.number().check(z.minimum(0), z.maximum(1))),
      /** Of one week. */
      most: z.int().check(z.minimum(1), z.maximum(10_000)),
      /** Of the draw; kept by whoever audits it. */
      seed: z.string().check(z.minLength(8)),
    }),
  ),
  /** How long what is kept (`docs/operations.md`, `npm run retention`); what is not said is kept for the default. */
  retention: z.exactOptional(
    z.strictObject({
      /** A legal hold: while it says why, nothing of the tenant is deleted. */
      hold: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(200))),
      resultDays: keptFor(PERIODS.results),
      jobDays: keptFor(PERIODS.jobs),
      promptDays: keptFor(PERIODS.prompts),
      feedbackDays: keptFor(PERIODS.feedback),
      workDays: keptFor(PERIODS.work),
      reportDays: keptFor(PERIODS.reports),
      secondCodingDays: keptFor(PERIODS['second-codings']),
      cardDays: keptFor(PERIODS.cards),
      leftoverDays: keptFor(PERIODS.leftovers),
      /** 45 CFR 164.316(b)(2): six years from the date of creation, at least. */
      auditYears: z.exactOptional(z.int().check(z.minimum(6), z.maximum(100))),
    }),
  ),
  /** Work through notes without anybody signed in (`npm run batch`). */
  batch: z.exactOptional(
    z.strictObject({
      requestsPerSecond: z.exactOptional(z.number().check(z.minimum(0.1), z.maximum(1000))),
      /** By UTC day; what is over waits for the next. */
      notesPerDay: z.exactOptional(count),
      /** What a batch may spend on a language model in a UTC day; unless said, it asks none. */
      modelUsdPerDay: z.exactOptional(money),
      /** Where files of a Bulk Data export may lie, beside the EHR's own origin. */
      fileOrigins: z.exactOptional(z.array(origin)),
      /** Secrets that a practice's system signs its `note_signed` calls with; two while one is replaced. */
      webhookSecretFiles: z.exactOptional(
        z.array(z.string().check(z.minLength(1))).check(z.minLength(1), z.maxLength(3)),
      ),
      /** Where notes are read from, when it is no FHIR server. */
      practice: z.exactOptional(
        z.strictObject({
          kind: z.literal('drchrono'),
          /** As in https://…/api. */
          baseUrl: url,
          tokenUrl: url,
          clientId: z.string().check(z.minLength(1)),
          clientSecretFile: z.string().check(z.minLength(1)),
          /** May be replaced by the system, so its directory must be writable. */
          refreshTokenFile: z.string().check(z.minLength(1)),
        }),
      ),
      /** Whether a Subscription may be made in the EHR, so that it says when notes change (`npm run batch -- listen`). */
      subscribe: z.exactOptional(z.boolean()),
      /** How the EHR knows this service; an open server needs none. */
      client: z.exactOptional(
        z.strictObject({
          clientId: z.string().check(z.minLength(1)),
          tokenUrl: url,
          algorithm: z.enum(['RS384', 'ES384']),
          /** PKCS 8, PEM. */
          keyFile: z.string().check(z.minLength(1)),
          scope: z.exactOptional(z.string().check(z.minLength(1))),
        }),
      ),
    }),
  ),
  /** The coders' list; what is not said is as `docs/queue.md` says. */
  queue: z.exactOptional(
    z.strictObject({
      /** How long a coder has an encounter before it goes back to all. */
      lockMinutes: z.exactOptional(z.number().check(z.minimum(5), z.maximum(240))),
      weights: z.exactOptional(
        z.strictObject({
          doubt: z.exactOptional(weight),
          complexity: z.exactOptional(weight),
          day: z.exactOptional(weight.check(z.minimum(0))),
          lines: z.exactOptional(z.record(z.string(), weight)),
        }),
      ),
    }),
  ),
  limits: z.exactOptional(
    z.strictObject({
      requestsPerMinute: z.exactOptional(count),
      requestsPerMinutePerPerson: z.exactOptional(count),
      /** Hard stops, by UTC day. */
      modelUsdPerDay: z.exactOptional(money),
      modelUsdPerDayPerPerson: z.exactOptional(money),
    }),
  ),
}

/** An EHR that may call CDS Hooks services: who signs, and with which keys. */
const hookClient = z.strictObject({
  /** The `iss` of its tokens. */
  issuer: z.string().check(z.minLength(1)),
  /** Where its keys are; a `jku` in a token must be this very address. */
  jwksUrl: url,
  /** Where one issuer signs for many customers: ours among them. */
  tenant: z.exactOptional(z.string().check(z.minLength(1))),
  subject: z.exactOptional(z.string().check(z.minLength(1))),
})
export type HookClient = z.output<typeof hookClient>

const smartTenant = z.strictObject({
  ...common,
  kind: z.literal('smart'),
  clientId: z.string().check(z.minLength(1)),
  pkce: z.enum(['required', 'unsafe-v1']),
  idToken: z.strictObject({
    /** The `iss` of id_tokens; often not the FHIR base. */
    issuer: z.string().check(z.minLength(1)),
    jwksUrl: url,
    algorithms: z.exactOptional(z.array(idTokenAlgorithm).check(z.minLength(1))),
  }),
  /** Without it, the access token is proved by one read of the encounter at the issuer. */
  introspection: z.exactOptional(
    z.strictObject({
      url,
      clientId: z.string().check(z.minLength(1)),
      /** File that holds the client secret; a public client has none. */
      secretFile: z.exactOptional(z.string()),
    }),
  ),
  roles: z.strictObject({
    /** Role of a Practitioner who is not named below; `none` lets nobody else in. */
    default: z.union([role, z.literal('none')]),
    /** By `Practitioner/<id>` or `PractitionerRole/<id>`. */
    byFhirUser: z.exactOptional(z.record(z.string(), role)),
    /** By a claim of the id_token (a group, say), in order; for people who are not named above. */
    byClaim: z.exactOptional(
      z.array(
        z.strictObject({ claim: z.string().check(z.minLength(1)), value: z.string().check(z.minLength(1)), role }),
      ),
    ),
  }),
  /** Answers CDS Hooks calls of this EHR; without it there are none. */
  cdsHooks: z.exactOptional(
    z.strictObject({
      clients: z.array(hookClient).check(z.minLength(1)),
      /** The registered launch page of cards' links; unless said, the proxy's own. */
      launchUrl: z.exactOptional(url),
      /**
       * Role of a practitioner whom `roles.byFhirUser` does not name; unless said, `roles.default`. Calls of a hook bring
       * no claims of the person, so a site whose roles come by claim says here who its callers are.
       */
      role: z.exactOptional(z.enum(['provider', 'none'])),
      /** Before discharge, offer diagnoses that a signed note states and the visit's list lacks; unless said, never. */
      suggestDiagnoses: z.exactOptional(z.boolean()),
    }),
  ),
  /** `allow` when the EHR's addresses are inside the hospital's network; otherwise a private address is never called. */
  privateAddresses: z.exactOptional(z.enum(['allow', 'refuse'])),
})

const openServer = z.strictObject({ ...common, kind: z.literal('open-server'), role })

const tenantRow = z.discriminatedUnion('kind', [smartTenant, openServer])
export type TenantRow = z.output<typeof tenantRow>
export type SmartTenant = z.output<typeof smartTenant>
export type HookTenant = SmartTenant & { readonly cdsHooks: NonNullable<SmartTenant['cdsHooks']> }

const tenantsFile = z.strictObject({ tenants: z.array(tenantRow) })
/** Chain of the audit that belongs to no tenant (`audit/audit-log.ts`). */
const RESERVED_KEY = 'postil-proxy'

/**
 * @param value parsed JSON of the tenants file: `{ "tenants": [ … ] }`.
 * @throws ConfigError for a malformed row, a repeated key or issuer, or a row that the profile forbids.
 */
export function parseTenants(value: unknown, profile: ProxyConfig['profile']): readonly TenantRow[] {
  const parsed = tenantsFile.safeParse(value)
  if (!parsed.success) throw new ConfigError('POSTIL_TENANTS_FILE', describeIssues(parsed.error.issues))
  const { tenants } = parsed.data
  if (tenants.some(({ key }) => key === RESERVED_KEY)) {
    throw new ConfigError('POSTIL_TENANTS_FILE', `must not use the key ${RESERVED_KEY}.`)
  }
  const unprepared = tenants.find((tenant) => mayPrepare(tenant) && tenant.autoDraft === undefined)
  if (unprepared) {
    throw new ConfigError('POSTIL_TENANTS_FILE', `${unprepared.key} has the mode auto-draft and no autoDraft settings.`)
  }
  refuseRepeated(tenants.map(({ key }) => key))
  refuseRepeated(tenants.map(({ issuer }) => normalizeIssuer(issuer)))
  // A caller must be one tenant's: by its issuer, and where that signs for several, by the customer it names.
  refuseRepeated(listHookTenants(tenants).flatMap(({ cdsHooks }) => cdsHooks.clients.map(nameClient)))
  if (profile === 'production') for (const tenant of tenants) checkProductionTenant(tenant)
  return tenants
}

/** All that is wrong with the file, so that it is mended in one go; values are not repeated, for some are secrets. */
function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  const sentences = issues.flatMap((issue) => {
    const place = issue.path.length === 0 ? 'the file' : issue.path.join('.')
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${place} has ${key}, which is not known.`)
    return [`${place} is missing or not in the form of docs/tenants.md.`]
  })
  return [...new Set(sentences)].join(' ')
}

function mayPrepare({ modes }: TenantRow): boolean {
  return modes?.mode === 'auto-draft' || modes?.lines.some(({ mode }) => mode === 'auto-draft') === true
}

/** @throws ConfigError */
export function readTenants(config: Pick<ProxyConfig, 'tenantsFile' | 'profile' | 'model'>): readonly TenantRow[] {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(config.tenantsFile, 'utf8'))
  } catch (cause) {
    const reason = explainFileProblem(cause)
    const problem = reason === undefined ? 'is not JSON.' : `cannot be read: ${reason}.`
    throw new ConfigError('POSTIL_TENANTS_FILE', problem, { cause })
  }
  const tenants = parseTenants(value, config.profile)
  if (config.model) refuseOtherModels(tenants, config.model.secondModels ?? [])
  return tenants
}

/** A model is chosen from the operator's list, so that no row sends a note where no agreement is. */
function refuseOtherModels(tenants: readonly TenantRow[], allowed: readonly string[]): void {
  for (const { key, modelOnRefusal = 'none' } of tenants) {
    if (modelOnRefusal === 'none' || allowed.includes(modelOnRefusal)) continue
    const message = `${key} names a modelOnRefusal that is not in POSTIL_MODEL_ON_REFUSAL.`
    throw new ConfigError('POSTIL_TENANTS_FILE', message)
  }
}

function nameClient({ issuer, tenant }: HookClient): string {
  return tenant === undefined ? issuer : `${issuer} ${tenant}`
}

const isHookTenant = (tenant: TenantRow): tenant is HookTenant =>
  tenant.kind === 'smart' && tenant.cdsHooks !== undefined

function listHookTenants(tenants: readonly TenantRow[]): readonly HookTenant[] {
  return tenants.filter(isHookTenant)
}

function refuseRepeated(names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) throw new ConfigError('POSTIL_TENANTS_FILE', `names ${repeated} twice.`)
}

function checkProductionTenant(tenant: TenantRow): void {
  if (tenant.kind === 'open-server') {
    throw new ConfigError('POSTIL_TENANTS_FILE', `${tenant.key} is an open server; production has none.`)
  }
  const urls = listOutboundUrls(tenant).map((address) => new URL(address))
  if (urls.some(({ protocol }) => protocol !== 'https:')) {
    throw new ConfigError('POSTIL_TENANTS_FILE', `${tenant.key} has an http address; production needs https.`)
  }
  if (urls.some(({ username, password }) => username + password !== '')) {
    throw new ConfigError('POSTIL_TENANTS_FILE', `${tenant.key} has a password in an address.`)
  }
}

/** Hosts, with their ports, that a tenant's row allows to be inside a private network. */
export function listPrivateHosts(tenants: readonly TenantRow[]): ReadonlySet<string> {
  const allowed = tenants.filter((tenant) => tenant.kind === 'smart' && tenant.privateAddresses === 'allow')
  return new Set(allowed.flatMap(listOutboundUrls).map((address) => new URL(address).host))
}

/** Everything that the proxy itself ever calls for a tenant. */
function listOutboundUrls(tenant: TenantRow): readonly string[] {
  if (tenant.kind === 'open-server') return []
  const { introspection, batch, cdsHooks } = tenant
  return [
    tenant.issuer,
    tenant.idToken.jwksUrl,
    ...(introspection ? [introspection.url] : []),
    ...(batch?.client ? [batch.client.tokenUrl] : []),
    ...(batch?.fileOrigins ?? []),
    ...(batch?.practice ? [batch.practice.baseUrl, batch.practice.tokenUrl] : []),
    ...(cdsHooks?.clients.map(({ jwksUrl }) => jwksUrl) ?? []),
  ]
}

/** EHRs send `iss` with and without the closing slash. */
export function normalizeIssuer(issuer: string): string {
  return issuer.replace(/\/$/, '')
}

export type TenantDirectory = {
  readonly all: readonly TenantRow[]
  readonly findByIssuer: (issuer: string) => TenantRow | undefined
  readonly findByKey: (key: TenantKey) => TenantRow | undefined
  /** Whether people sign in to another tenant with the very same tokens, so that these do not say whose they are. */
  readonly sharesSignIn: (tenant: SmartTenant) => boolean
  /** Those that answer CDS Hooks calls. */
  readonly hookTenants: readonly HookTenant[]
}

export function createTenantDirectory(tenants: readonly TenantRow[]): TenantDirectory {
  const byIssuer = new Map(tenants.map((tenant) => [normalizeIssuer(tenant.issuer), tenant]))
  const byKey = new Map(tenants.map((tenant) => [tenant.key, tenant]))
  const signIns = tenants.flatMap((tenant) => (tenant.kind === 'smart' ? [nameSignIn(tenant)] : []))
  const shared = new Set(signIns.filter((name, index) => signIns.indexOf(name) !== index))
  return {
    all: tenants,
    findByIssuer: (issuer) => byIssuer.get(normalizeIssuer(issuer)),
    findByKey: (key) => byKey.get(key),
    sharesSignIn: (tenant) => shared.has(nameSignIn(tenant)),
    hookTenants: listHookTenants(tenants),
  }
}

/** What an id_token says of where it is good for. */
function nameSignIn({ idToken, clientId }: SmartTenant): string {
  return `${idToken.issuer} ${clientId}`
}

/** What a browser may know before anyone has signed in; nothing else of the row leaves the proxy. */
export function describeTenant(tenant: TenantRow): TenantConfiguration {
  return {
    tenant: tenant.key,
    issuer: tenant.issuer,
    name: tenant.name,
    kind: tenant.kind,
    vendor: tenant.vendor,
    pkce: tenant.kind === 'smart' ? tenant.pkce : 'required',
    ...(tenant.kind === 'smart' && { clientId: tenant.clientId }),
    writeTargets: tenant.writeTargets,
    sensitivity: tenant.sensitivity,
    ...(tenant.liveUpdates !== undefined && { liveUpdates: tenant.liveUpdates }),
    ...(tenant.workTasks !== undefined && { workTasks: tenant.workTasks }),
    ...(tenant.facilityBilling && { facilityBilling: tenant.facilityBilling }),
    ...(tenant.billCodes && { billCodes: tenant.billCodes }),
  }
}

const FHIR_USER = /^(?<base>.*\/)?(?<reference>(?:Practitioner|PractitionerRole)\/[A-Za-z0-9\-._]+)$/

/** What the id_token says of a person, signature verified. */
export type Claims = Readonly<Record<string, unknown>>

/**
 * The role of a signed-in person: by name, then by claim, then the default. Patients and relatives have none.
 * @param fhirUser absolute or relative reference, as the EHR wrote it into the id_token; empty when it names none.
 */
export function findRole(tenant: SmartTenant, fhirUser: string, claims: Claims = {}): Role | undefined {
  const match = FHIR_USER.exec(fhirUser)
  const reference = match?.groups?.['reference']
  if (reference === undefined && fhirUser !== '') return undefined
  // A practitioner of another server may share an id with one of ours, so a named role needs our base.
  const base = match?.groups?.['base']
  const isOurs = base === undefined || normalizeIssuer(base) === normalizeIssuer(tenant.issuer)
  const { byFhirUser = {}, byClaim = [], default: otherwise } = tenant.roles
  if (reference !== undefined && isOurs && Object.hasOwn(byFhirUser, reference)) return byFhirUser[reference]
  const byGroup = byClaim.find(({ claim, value }) => holds(claims, claim, value))
  if (byGroup) return byGroup.role
  // Whom the EHR does not call a practitioner is let in by a claim or not at all.
  return reference === undefined || otherwise === 'none' ? undefined : otherwise
}

function holds(claims: Claims, claim: string, value: string): boolean {
  const held = Object.hasOwn(claims, claim) ? claims[claim] : undefined
  return held === value || (Array.isArray(held) && held.includes(value))
}
