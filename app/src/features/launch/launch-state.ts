/** Where the panel stands before there is an encounter to show. */
import type { TenantConfiguration } from '#coding/contract/tenant.ts'
import type { EncounterId } from '#coding/domain/ids.ts'
import type { EhrConnection, EhrErrorCode, EncounterChoice } from '../../ehr/session-types.ts'

export type LaunchProblem = {
  readonly code: EhrErrorCode | 'proxy-unreachable' | 'unexpected'
  readonly message: string
}

export type LaunchState =
  | { readonly kind: 'connecting' }
  | {
      readonly kind: 'choose-encounter'
      readonly choices: readonly EncounterChoice[]
      readonly choose: (id: EncounterId) => void
    }
  | { readonly kind: 'open-servers'; readonly servers: readonly TenantConfiguration[] }
  | { readonly kind: 'stopped'; readonly problem: LaunchProblem }
  | { readonly kind: 'connected'; readonly connection: EhrConnection }
