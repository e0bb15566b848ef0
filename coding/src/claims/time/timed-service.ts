/** The check that timed services share: the stated minutes, or days, against what each code stands for. */
import type { ClinicalNote } from '../../domain/clinical-note.ts'
import type { DraftLine } from '../../domain/draft-claim.ts'
import { cutEvidence, type Evidence } from '../../domain/evidence.ts'
import { buildProcedure } from '../build-procedure.ts'
import type { ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { countFurther, describeBand, type FurtherUnits, type MinuteBand, type TimedService } from '../time-rules.ts'
import { agreeOnOne, asCount, isStatedAbout } from './service-minutes.ts'
import { findStatedMinutes } from './stated-minutes.ts'

type Stated = { readonly count: number; readonly evidence: Evidence }
type Unit = 'minutes' | 'days'

const ASSERTED = { existence: 'present', temporality: 'current', experiencer: 'patient' } as const
const DAYS = /\b(\d{1,2}) (?:of 30 )?days?\b/gi
// The time of the whole visit is not that of a service within it; "for 3 days" of an illness is none either.
const NOT_ABOUT = {
  minutes: /total (?:visit|encounter) time|\b(?:every|each|per day|daily)\b/i,
  days: /follow|return|ago|refill/i,
}

function findStatedDays(note: ClinicalNote): Stated[] {
  return [...note.text.matchAll(DAYS)].map((match) => {
    const span = { start: match.index, end: match.index + match[0].length, section: 'time_statement' }
    return { count: Number(match[1]), evidence: cutEvidence(note, { ...span, assertion: ASSERTED }) }
  })
}

function findCount({ record }: ClaimRuleInput, service: Pick<TimedService, 'about'>, unit: Unit): Stated | undefined {
  const about = { about: new RegExp(`\\b(?:${service.about.join('|')})\\b`, 'i'), notAbout: NOT_ABOUT[unit] }
  const stated = record.notes.flatMap((note) => {
    const found = unit === 'minutes' ? findStatedMinutes(note).map(asCount) : findStatedDays(note)
    return found.filter(({ evidence }) => isStatedAbout(note, evidence.start, about))
  })
  return agreeOnOne(stated)
}

type Placed = { readonly line: DraftLine; readonly place: number }
type Check = Pick<ClaimRuleInput, 'draft' | 'policy'> & {
  readonly service: TimedService
  readonly bands: readonly MinuteBand[]
  readonly unit: Unit
}

type Asking = { readonly unit: Unit; readonly place: number; readonly stated: Stated }

/** Where no source confirms what a code stands for, a person looks it up: nothing is called wrong and nothing is replaced. */
function askUnconfirmed(
  billed: MinuteBand,
  other: MinuteBand | undefined,
  { unit, place, stated }: Asking,
): ClaimRuleHit {
  const isKnown = billed.unconfirmed !== true
  const known = [billed, other].flatMap((band) => (band === undefined || band.unconfirmed === true ? [] : [band]))
  const bands = known.map((band) => `${band.code} stands for ${describeBand(band, unit)}`)
  const open = isKnown ? other?.code : billed.code
  return {
    severity: isKnown ? 'error' : 'question',
    message: [`The note states ${stated.count} ${unit}`, ...bands].join('; ').concat('.'),
    advice: `Look up how many ${unit} ${open ?? 'the code'} stands for; no table at hand says so.`,
    about: `line ${place}`,
    evidence: [stated.evidence],
  }
}

function checkBase({ service, bands, unit }: Check, { line, place }: Placed, stated: Stated): ClaimRuleHit[] {
  const billed = bands.find(({ code }) => code === line.code.code)
  if (billed === undefined) return []
  const { count, evidence } = stated
  const isWithin = billed.from <= count && (billed.to === undefined || count <= billed.to)
  if (isWithin) return []
  const other = service.ladder
    ? bands.find(({ from, to }) => from <= count && (to === undefined || count <= to))
    : undefined
  if (billed.unconfirmed === true || other?.unconfirmed === true)
    return [askUnconfirmed(billed, other, { unit, place, stated })]
  const instead = other?.code ?? (count < billed.from ? service.below : undefined)
  return [
    {
      severity: 'error',
      message: `The note states ${count} ${unit}; ${billed.code} stands for ${describeBand(billed, unit)}.`,
      advice:
        instead === undefined
          ? `${count} ${unit} support no code of this family.`
          : `${count} ${unit} support ${instead}.`,
      about: `line ${place}`,
      evidence: [evidence],
      fix:
        instead === undefined
          ? { kind: 'remove-line', line: place }
          : { kind: 'replace-procedure', line: place, code: buildProcedure(instead) },
    },
  ]
}

/** That of the service, or of the code that is billed: of care management each kind has its own. */
function findFurther({ service, bands, draft }: Check): FurtherUnits | undefined {
  const billed = bands.find(({ code }) => draft.lines.some((line) => line.code.code === code))
  return service.further ?? billed?.further
}

/** More units than the minutes give is an error; fewer is said with the same weight as any other finding of the kind. */
function checkFurther(check: Check, stated: Stated): ClaimRuleHit[] {
  const { unit, draft, policy } = check
  const further = findFurther(check)
  if (further === undefined) return []
  const { count, evidence } = stated
  const most = policy.careManagement === 'medicare' ? further.medicare_most : undefined
  const supported = Math.min(countFurther(further, count), most ?? Number.POSITIVE_INFINITY)
  const place = draft.lines.findIndex(({ code }) => code.code === further.code) + 1
  const units = draft.lines[place - 1]?.units ?? 0
  if (units === supported) return []
  const message = `The note states ${count} ${unit}, which give ${supported} of ${further.code}; the draft has ${units}.`
  const about = place === 0 ? further.code : `line ${place}`
  const common = { message, about, evidence: [evidence] }
  if (place === 0) {
    const fix = { kind: 'add-line', code: buildProcedure(further.code), units: supported } as const
    return [
      { ...common, severity: 'information', advice: `Add ${further.code} if the service was of this length.`, fix },
    ]
  }
  const fix =
    supported === 0
      ? ({ kind: 'remove-line', line: place } as const)
      : ({ kind: 'set-units', line: place, units: supported } as const)
  return [{ ...common, severity: units > supported ? 'error' : 'information', advice: `Report ${supported}.`, fix }]
}

/** What has a shorter form is reported as that where no stop time is on record (an infusion as a push). */
function adviseUnstated({ below, codes }: TimedService, { line, place }: Placed, unit: Unit) {
  const ask = `Ask the provider for ${unit === 'minutes' ? 'start and stop time or total minutes' : 'the days with data'}.`
  if (below === undefined || !codes.some(({ code }) => code === line.code.code)) return { advice: ask }
  const fix = { kind: 'replace-procedure', line: place, code: buildProcedure(below) } as const
  return { advice: `${ask} Without a stop time it is reported as ${below}.`, fix }
}

/** @param unit what is counted; a note that states no one number is asked about, never estimated (TIME-14). */
export function checkTimedService(
  input: ClaimRuleInput,
  service: TimedService,
  unit: Unit = 'minutes',
): readonly ClaimRuleHit[] {
  const { draft, policy } = input
  const bands = service.codes.filter(({ since }) => since === undefined || since <= draft.dateOfService)
  const placed = draft.lines.map((line, index) => ({ line, place: index + 1 }))
  const further = [service.further, ...service.codes.map((band) => band.further)].flatMap((one) => one?.code ?? [])
  const codes = new Set([...service.codes.map(({ code }) => code), ...further])
  const [first] = placed.filter(({ line }) => codes.has(line.code.code))
  if (first === undefined) return []
  const stated = findCount(input, service, unit)
  if (stated === undefined) {
    return [
      {
        severity: 'question',
        message: `${first.line.code.code} is chosen by ${unit}; the notes do not state one number for this service.`,
        ...adviseUnstated(service, first, unit),
        about: `line ${first.place}`,
        evidence: [],
      },
    ]
  }
  const check = { draft, policy, service, bands, unit }
  const wrong = placed.flatMap((one) => checkBase(check, one, stated))
  return [...wrong, ...(wrong.length === 0 ? checkFurther(check, stated) : [])]
}
