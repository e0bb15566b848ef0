/** Where a day's charges and a day's work do not meet. Says what to look at, never what to charge. */
import type { DayActivity, DayCharge, DayEncounter, Provider } from './day-activity.ts'

export const GAP_KINDS = [
  'appointment-without-encounter',
  'finished-uncoded',
  'coded-not-filed',
  'procedure-without-line',
  'line-without-documentation',
] as const
export type GapKind = (typeof GAP_KINDS)[number]

export type ChargeGap = {
  readonly kind: GapKind
  /** `Encounter/…`, or `Appointment/…` where no encounter was opened. */
  readonly reference: string
  readonly provider?: Provider
  readonly visitType?: string
  /** Of the procedure or line, where it has one. */
  readonly code?: string
  readonly text?: string
}

/** One row for each provider, with who has none at the end. */
export type ProviderDay = {
  readonly provider?: Provider
  /** Appointments that somebody came to. */
  readonly kept: number
  readonly finished: number
  /** Finished, with a charge of any state. */
  readonly coded: number
  /** Finished, with every charge passed on. */
  readonly filed: number
}

// CPT, evaluation and management (99202-99499) and the psychiatric and ophthalmologic visits: what a note itself is the
// documentation of. Numbers alone; the section is public.
const VISIT = /^(9920[2-9]|992[1-9]\d|99[34]\d\d|9201[24]|9200[24]|9079[12]|9083[2-9])$/

/** @returns gaps by encounter, in the order of the day's lists. */
export function findChargeGaps(activity: DayActivity): readonly ChargeGap[] {
  const answered = new Set(activity.encounters.flatMap(({ appointments }) => appointments))
  const unopened = activity.appointments.filter(({ id, status }) => status === 'kept' && !answered.has(id))
  return [
    ...unopened.map(
      ({ id, provider }): ChargeGap => ({
        kind: 'appointment-without-encounter',
        reference: `Appointment/${id}`,
        ...(provider && { provider }),
      }),
    ),
    ...activity.encounters.flatMap((encounter) => findGapsOf(encounter, activity)),
  ]
}

function findGapsOf(encounter: DayEncounter, activity: DayActivity): readonly ChargeGap[] {
  // Nobody has charges to show for a visit that goes on or was cancelled.
  if (encounter.status !== 'finished') return []
  const own = <Row extends { readonly encounterId: string }>(rows: readonly Row[]) =>
    rows.filter(({ encounterId }) => encounterId === encounter.id)
  const gap = (kind: GapKind, more: Pick<ChargeGap, 'code' | 'text'> = {}): ChargeGap => ({
    kind,
    reference: `Encounter/${encounter.id}`,
    ...(encounter.provider && { provider: encounter.provider }),
    ...(encounter.visitType !== undefined && { visitType: encounter.visitType }),
    ...more,
  })
  const charges = own(activity.charges)
  if (charges.length === 0) return [gap('finished-uncoded')]
  const done = own(activity.procedures)
  const isRead = own(activity.found).length > 0
  const lines = new Set(charges.flatMap(({ procedures }) => procedures))
  const documented = new Set([
    ...done.flatMap(({ code }) => code ?? []),
    ...own(activity.found).flatMap(({ procedures }) => procedures),
  ])
  return [
    ...(isOpen(charges) ? [gap('coded-not-filed')] : []),
    // Without a code there is nothing to look for among the lines.
    ...done.flatMap(({ code, text }) =>
      code === undefined || lines.has(code)
        ? []
        : [gap('procedure-without-line', { code, ...(text !== undefined && { text }) })],
    ),
    ...[...lines].flatMap((code) => {
      const isDocumented = documented.has(code) || (VISIT.test(code) && encounter.hasSignedNote)
      // Of notes that nobody has read it is not known what they document, but a level needs one that is signed.
      const isKnown = isRead || VISIT.test(code)
      return isDocumented || !isKnown ? [] : [gap('line-without-documentation', { code })]
    }),
  ]
}

function isOpen(charges: readonly DayCharge[]): boolean {
  return charges.some(({ state }) => state === 'draft')
}

export function summariseDay({ appointments, encounters, charges }: DayActivity): readonly ProviderDay[] {
  const providers = new Map<string, Provider | undefined>()
  for (const { provider } of [...appointments, ...encounters]) {
    const known = providers.get(keyOf(provider))
    if (known?.name === undefined) providers.set(keyOf(provider), provider)
  }
  return [...providers]
    .toSorted(([a], [b]) => Number(a === '') - Number(b === '') || a.localeCompare(b))
    .map(([key, provider]) => {
      const finished = encounters.filter((one) => one.status === 'finished' && keyOf(one.provider) === key)
      const chargesOf = finished.map(({ id }) => charges.filter(({ encounterId }) => encounterId === id))
      const coded = chargesOf.filter((own) => own.length > 0)
      return {
        ...(provider && { provider }),
        kept: appointments.filter((one) => one.status === 'kept' && keyOf(one.provider) === key).length,
        finished: finished.length,
        coded: coded.length,
        filed: coded.filter((own) => !isOpen(own)).length,
      }
    })
}

function keyOf(provider: Provider | undefined): string {
  return provider?.reference ?? ''
}
