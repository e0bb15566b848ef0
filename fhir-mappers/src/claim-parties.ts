/** Who took part in a claim: performer first, then whoever referred, ordered or supervised. */
import type { ClaimCareTeam } from '@medplum/fhirtypes'
import type { ClaimKind, DraftClaim, NamedProvider } from '#coding/domain/draft-claim.ts'
import { buildConcept } from './claim-supporting-info.ts'
import { buildProvider } from './draft-concepts.ts'
import { CARE_TEAM_ROLE, CARIN_CARE_TEAM_ROLE, NUCC_TAXONOMY } from './systems.ts'

/** Who did the work, in CARIN's terms: the claim form asks for a rendering or an attending provider. */
const PERFORMER_ROLES: Readonly<Record<ClaimKind, string>> = { professional: 'rendering', institutional: 'attending' }

type Member = { readonly provider: NamedProvider; readonly role: string; readonly carin?: string }

/** A field that was emptied leaves nobody. */
const isNamed = (provider: NamedProvider | undefined): provider is NamedProvider =>
  provider?.reference !== undefined || provider?.npi !== undefined

export function buildCareTeam({ performer, kind, filing = {} }: DraftClaim): ClaimCareTeam[] {
  const { referringProvider, orderingProvider, supervisingProvider } = filing
  const members: Member[] = [
    ...(performer ? [{ provider: performer, role: 'primary', carin: PERFORMER_ROLES[kind] }] : []),
    ...(isNamed(referringProvider) ? [{ provider: referringProvider, role: 'other', carin: 'referring' }] : []),
    // CARIN has no role for who ordered; a claim form puts both into item 17 (DN, DK).
    ...(isNamed(orderingProvider) ? [{ provider: orderingProvider, role: 'other' }] : []),
    ...(isNamed(supervisingProvider) ? [{ provider: supervisingProvider, role: 'supervisor' }] : []),
  ]
  return members.map((member, index) => ({
    sequence: index + 1,
    provider: buildProvider(member.provider),
    ...(member.provider === performer && { responsible: true }),
    ...(member.provider === performer &&
      filing.performerTaxonomy !== undefined && {
        qualification: buildConcept(NUCC_TAXONOMY, filing.performerTaxonomy),
      }),
    role: {
      coding: [
        { system: CARE_TEAM_ROLE, code: member.role },
        ...(member.carin === undefined ? [] : [{ system: CARIN_CARE_TEAM_ROLE, code: member.carin }]),
      ],
    },
  }))
}
