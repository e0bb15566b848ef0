// The minutes, days and counts of coding/data, against the reference that they were written from: a wrong number in our
// data would pass every test that is made from it.
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { timeRules } from '#coding/claims/time-rules.generated.ts'
import type { MinuteBand, TimedService } from '#coding/claims/time-rules.ts'
import { visitRules } from '#coding/claims/visits/visit-rules.generated.ts'
import { describeWithShared, readSharedText } from '../../../support/shared-data.ts'

type Minutes = Readonly<Record<string, number>>
type Band = readonly [number, number | null]
type Bands = Readonly<Record<string, Band>>
type Reference = {
  readonly em_total_time: Readonly<Record<string, Readonly<Record<string, number | { min?: number; max?: number }>>>>
  readonly prolonged: Readonly<Record<'cpt' | 'medicare', Readonly<Record<string, { with: Minutes; each: number }>>>>
  readonly critical_care: {
    readonly '99291': { readonly min: number }
    readonly '99292': { readonly each: number; readonly start_cpt: number; readonly start_medicare: number }
  }
  readonly psychotherapy: {
    readonly standalone: Bands
    readonly with_em_addon: Bands
    readonly crisis: { readonly '90839': Band; readonly '90840': { each: number; first_unit_start: number } }
    readonly family: Readonly<Record<string, { readonly min: number }>>
  }
  readonly therapy_units: {
    readonly medicare_total_minutes: Readonly<Record<string, Band>>
    readonly timed_examples: readonly string[]
  }
  readonly infusion_injection: {
    readonly infusion_min_minutes: number
    readonly '96366': { readonly each_additional_hour_start: number }
    readonly '96360': { readonly min: number }
  }
  readonly counseling: {
    readonly tobacco: {
      readonly '99406': { more_than: number; up_to: number }
      readonly '99407': { more_than: number }
    }
    readonly alcohol_substance: { readonly '99408': Band; readonly '99409': { more_than: number } }
    readonly advance_care_planning: {
      readonly '99497': { start: number }
      readonly '99498': { start: number; each: number }
    }
    readonly preventive_individual: Minutes
  }
  readonly care_management_monthly: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly virtual: Readonly<Record<string, { readonly minutes: Band; readonly audio_only_min_minutes: number }>> & {
    readonly deleted: readonly string[]
  }
}

const bandsOf = (bands: readonly MinuteBand[]): Bands =>
  Object.fromEntries(bands.map(({ code, from, to }) => [code, [from, to ?? null] as const]))
const leastOf = ({ codes }: Pick<TimedService, 'codes'>): Minutes =>
  Object.fromEntries(codes.map(({ code, from }) => [code, from]))
/** The first whole minute past the middle of a unit. */
const pastMiddle = (minutes: number): number => Math.floor(minutes / 2) + 1

describeWithShared('domain', 'minutes as the reference states them', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the reference is a file of ours, read by a test alone
  const reference = parse(readSharedText('domain', 'time-rules.yaml')) as Reference
  const { services, days, psychotherapy } = timeRules

  test('psychotherapy', () => {
    expect(bandsOf(psychotherapy.standalone)).toEqual(reference.psychotherapy.standalone)
    expect(bandsOf(psychotherapy.with_visit)).toEqual(reference.psychotherapy.with_em_addon)
  })

  test('crisis and family', () => {
    const { crisis, family } = reference.psychotherapy
    expect(leastOf(services.crisis)).toEqual({ '90839': crisis['90839'][0] })
    expect(services.crisis.further).toEqual({
      code: '90840',
      from: crisis['90840'].first_unit_start,
      each: crisis['90840'].each,
    })
    expect(leastOf(services.family)).toEqual(
      Object.fromEntries(Object.entries(family).map(([code, { min }]) => [code, min])),
    )
  })

  test('units of therapy', () => {
    const { minutes_a_unit: unit, first_unit_from: first, services: named } = timeRules.therapy
    for (const [units, [from, to]] of Object.entries(reference.therapy_units.medicare_total_minutes)) {
      expect([from, to]).toEqual([first + unit * (Number(units) - 1), first + unit * Number(units) - 1])
    }
    expect(named.map(({ code }) => code).toSorted()).toEqual(reference.therapy_units.timed_examples.toSorted())
  })

  test('infusion and hydration', () => {
    const { infusion_min_minutes: least, '96366': further, '96360': hydration } = reference.infusion_injection
    expect(leastOf(services.infusion)).toEqual({ '96365': least })
    expect(services.infusion.further).toEqual({ code: '96366', from: further.each_additional_hour_start, each: 60 })
    expect(leastOf(services.hydration)).toEqual({ '96360': hydration.min })
  })

  test('counseling', () => {
    const {
      tobacco,
      alcohol_substance: alcohol,
      advance_care_planning: acp,
      preventive_individual,
    } = reference.counseling
    expect(bandsOf(services.tobacco.codes)).toEqual({
      '99406': [tobacco['99406'].more_than + 1, tobacco['99406'].up_to],
      '99407': [tobacco['99407'].more_than + 1, null],
    })
    expect(bandsOf(services.alcohol.codes)).toEqual({
      '99408': alcohol['99408'],
      '99409': [alcohol['99409'].more_than + 1, null],
    })
    expect(leastOf(services['advance-care-planning'])).toEqual({ '99497': acp['99497'].start })
    expect(services['advance-care-planning'].further).toEqual({
      code: '99498',
      from: acp['99498'].start,
      each: acp['99498'].each,
    })
    const quarters = Object.entries(preventive_individual).filter(([code]) => /^\d{5}$/.test(code))
    expect(leastOf(services['preventive-counseling'])).toEqual(
      // The midpoint of each quarter of an hour.
      Object.fromEntries(quarters.map(([code, minutes]) => [code, minutes - 15 + pastMiddle(15)])),
    )
  })

  test('care management', () => {
    const {
      remote_physiologic: _,
      remote_therapeutic: __,
      transitional_care: ___,
      needs: ____,
      ...kinds
    } = reference.care_management_monthly
    const least = leastOf(services['care-management'])
    for (const [kind, codes] of Object.entries(kinds)) {
      for (const [code, minutes] of Object.entries(codes).filter(([, value]) => typeof value === 'number')) {
        expect([code, least[code]]).toEqual([
          code,
          kind === 'collaborative_care' ? pastMiddle(Number(minutes)) : minutes,
        ])
      }
      for (const [code, rule] of Object.entries(codes).filter(
        ([, value]) => value !== null && typeof value === 'object',
      )) {
        const bases = services['care-management'].codes.filter(({ further }) => further?.code === code)
        expect(bases.length).toBeGreaterThan(0)
        for (const { code: base, further } of bases) {
          const { each, medicare_max_units: most } = asRow(rule)
          const whole = Number(codes[base])
          const from = kind === 'collaborative_care' ? whole + pastMiddle(each) : whole + each
          expect(further).toEqual({ code, from, each, ...(most !== undefined && { medicare_most: most }) })
        }
      }
    }
  })

  test('remote monitoring', () => {
    const remote = reference.care_management_monthly['remote_physiologic'] ?? {}
    const band = (code: string, key: 'days' | 'minutes') => asRow(remote[code])[key]
    const daysOf = bandsOf(days['remote-monitoring'].codes)
    expect(daysOf['99445']).toEqual(band('99445', 'days'))
    expect(daysOf['99454']).toEqual(band('99454', 'days'))
    expect(daysOf['99453']).toEqual([asRow(remote['99453']).min_days, null])
    const minutes = bandsOf(services['remote-monitoring'].codes)
    expect(minutes['99470']).toEqual(band('99470', 'minutes'))
    expect(minutes['99457']?.[0]).toBe(band('99457', 'minutes'))
    expect(services['remote-monitoring'].further?.each).toBe(asRow(remote['99458']).each)
    expect(timeRules.one_of.slice(0, 2)).toEqual(remote['exclusive'])
    const therapeutic = reference.care_management_monthly['remote_therapeutic'] ?? {}
    const short = [
      days['respiratory-monitoring'],
      days['musculoskeletal-monitoring'],
      days['behavioral-monitoring'],
    ].map(({ codes }) => codes[0])
    expect(short.map((one) => one?.code)).toEqual(therapeutic['new_2026_short_window'])
    for (const one of short) expect([one?.from, one?.to]).toEqual(therapeutic['days'])
  })

  test('care after a discharge', () => {
    const { transitional_care: rows = {} } = reference.care_management_monthly
    const { codes, contact_business_days: contact } = timeRules.transitional
    expect(
      Object.fromEntries(
        codes.map(({ code, visit_days, level }) => [code, { contact_business_days: contact, visit_days, mdm: level }]),
      ),
    ).toEqual(rows)
  })

  test('calls', () => {
    expect(bandsOf(services['check-in'].codes)).toEqual({
      '98016': reference.virtual['98016']?.minutes,
      G2252: reference.virtual['G2252']?.minutes,
    })
    expect(timeRules.virtual_visits.audio.minutes).toBe(reference.virtual['98000-98015']?.audio_only_min_minutes)
    expect(timeRules.virtual_visits.ended.codes).toEqual(reference.virtual.deleted)
  })

  test('levels of visits', () => {
    const least = Object.fromEntries(
      Object.values(visitRules.families).flatMap(({ codes }) => codes.map(({ code, from }) => [code, from] as const)),
    )
    const rows = Object.values(reference.em_total_time).flatMap((row) => Object.entries(row))
    const timed = rows.flatMap(([code, value]) => {
      if (!/^\d{5}$/.test(code)) return []
      return [[code, typeof value === 'number' ? value : (value.min ?? 0)] as const]
    })
    expect(timed.length).toBeGreaterThan(40)
    for (const [code, minutes] of timed) expect([code, least[code]]).toEqual([code, minutes])
  })

  test.each(['cpt', 'medicare'] as const)('prolonged services, %s', (payer) => {
    const rows = Object.fromEntries(
      visitRules.prolonged[payer].map(({ code, each, beside }) => [code, { with: beside, each }]),
    )
    // What the reference itself marks as unverified is not ours to state.
    const expected = Object.fromEntries(
      Object.entries(reference.prolonged[payer]).map(([code, { with: beside, each }]) => {
        const { '99483': _, ...known } = beside
        return [code, { with: known, each }]
      }),
    )
    expect(rows).toEqual(expected)
  })

  test('critical care', () => {
    const { first, further } = visitRules.critical_care
    const { '99291': base, '99292': next } = reference.critical_care
    expect(first.from).toBe(base.min)
    expect(further).toEqual({
      code: '99292',
      each: next.each,
      from: { cpt: next.start_cpt, medicare: next.start_medicare },
    })
  })
})

type Row = {
  readonly each: number
  readonly medicare_max_units?: number
  readonly days?: Band
  readonly minutes?: Band | number
  readonly min_days?: number
}

function asRow(value: unknown): Row {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a row of the reference; a wrong one fails the test
  return value as Row
}
