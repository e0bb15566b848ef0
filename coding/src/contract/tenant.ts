/** What a browser may know about a tenant before anyone has signed in: `GET /v1/tenants/:iss`. */
import * as z from 'zod/mini'
import { facilityBilling } from './facility-billing.ts'
import { shortText, tenantKey } from './scalars.ts'

/** `ChargeItem.$create` is Oracle's operation: it posts a charge at once, so that no draft ever goes there by itself. */
export const writeTarget = z.enum(['Claim', 'ChargeItem', 'ChargeItem.$create', 'Task', 'queue'])
export type WriteTarget = z.output<typeof writeTarget>

/** What happens to records that carry a sensitivity label or type (smart-fhir reference 7.8). */
export const sensitivityPolicy = z.object({
  /** 42 CFR Part 2 content: withheld unless the tenant holds consent. */
  part2: z.enum(['withhold', 'allow']),
  /** Behavioral-health notes that are not psychotherapy notes by law. Psychotherapy notes are always withheld. */
  behavioralHealth: z.enum(['withhold', 'allow']),
  /** HIV, sexual health, violence and other labelled topics. */
  otherSensitive: z.enum(['withhold', 'allow']),
})
export type SensitivityPolicy = z.output<typeof sensitivityPolicy>

/** The names that an Oracle site gives to its bill codes; without them no charge can be posted. */
export const billCodes = z.object({
  /** `https://fhir.cerner.com/{ehr_source_id}/CodeSystem`. */
  base: shortText,
  /** Codes of the site's bill code schedules. */
  schedules: z.object({ cpt: shortText, hcpcs: shortText }),
})
export type BillCodes = z.output<typeof billCodes>

export const tenantConfiguration = z.object({
  tenant: tenantKey,
  /** The FHIR base, exactly as registered. */
  issuer: shortText,
  name: shortText,
  kind: z.enum(['smart', 'open-server']),
  clientId: z.exactOptional(shortText),
  vendor: z.enum(['sandbox', 'epic', 'oracle', 'athena', 'hapi', 'medplum', 'other']),
  /** `unsafe-v1` only for servers that support PKCE without saying so. */
  pkce: z.enum(['required', 'unsafe-v1']),
  writeTargets: z.array(writeTarget),
  sensitivity: sensitivityPolicy,
  /** Whether the panel may ask the EHR to tell it of changes (a Subscription); else it looks again and again. */
  liveUpdates: z.exactOptional(z.boolean()),
  /** Whether the coders' list is kept as Tasks in the EHR, by the people who work on it; unless said, it is not. */
  workTasks: z.exactOptional(z.boolean()),
  /** Which visits are billed for the hospital; unless said, none. */
  facilityBilling: z.exactOptional(facilityBilling),
  billCodes: z.exactOptional(billCodes),
})
export type TenantConfiguration = z.output<typeof tenantConfiguration>

/** `GET /v1/open-servers`: empty outside the sandbox profile. */
export const openServers = z.object({ servers: z.array(tenantConfiguration) })
