import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { allotUnits, type TimedMinutes } from './allot-units.ts'
import { agreeOnOne, asCount, isStatedAbout } from './service-minutes.ts'
import { findStatedMinutes } from './stated-minutes.ts'

const { services } = timeRules.therapy

type Therapy = TimedMinutes & Pick<ClaimRuleHit, 'evidence'> & { readonly place: number; readonly units: number }

/** Minutes that stand beside the name of the service, or beside its bare number. */
function findMinutes({ record }: ClaimRuleInput, code: string, words: readonly string[]) {
  const about = { about: new RegExp(`(?:\\b(?:${words.join('|')})|\\b${code}\\b)`, 'i') }
  return agreeOnOne(
    record.notes.flatMap((note) =>
      findStatedMinutes(note)
        .map(asCount)
        .filter(({ evidence }) => isStatedAbout(note, evidence.start, about)),
    ),
  )
}

function listTherapies(input: ClaimRuleInput): { readonly stated: Therapy[]; readonly unstated: number[] } {
  const stated: Therapy[] = []
  const unstated: number[] = []
  for (const [index, { code, units }] of input.draft.lines.entries()) {
    const service = services.find((one) => one.code === code.code)
    if (service === undefined) continue
    const found = findMinutes(input, service.code, service.words)
    if (found === undefined) unstated.push(index + 1)
    else stated.push({ code: service.code, minutes: found.count, evidence: [found.evidence], place: index + 1, units })
  }
  return { stated, unstated }
}

function checkUnits(input: ClaimRuleInput, stated: readonly Therapy[]): ClaimRuleHit[] {
  const method = input.policy.therapyMinutes
  const allotted = allotUnits(stated, method)
  const total = stated.reduce((sum, { minutes }) => sum + minutes, 0)
  return stated.flatMap(({ code, minutes, evidence, place, units }): ClaimRuleHit[] => {
    const supported = allotted.get(code) ?? 0
    if (supported === units) return []
    const how = method === 'medicare' ? `of ${total} timed minutes in all` : 'by its own midpoint'
    return [
      {
        severity: units > supported ? 'error' : 'information',
        message: `${code}: ${minutes} minutes give ${supported} units (${how}); the draft has ${units}.`,
        advice: supported === 0 ? 'Take the line out.' : `Report ${supported}.`,
        about: `line ${place}`,
        evidence,
        fix:
          supported === 0 ? { kind: 'remove-line', line: place } : { kind: 'set-units', line: place, units: supported },
      },
    ]
  })
}

/** Units of timed therapy, by the total of the day (Medicare) or service by service (TIME-07, TIME-08). */
export const therapyUnits: ClaimRule = {
  id: 'therapy-units',
  family: 'time',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 5, rev. 2024', section: '20.2' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => {
    const { stated, unstated } = listTherapies(input)
    const [first] = unstated
    if (first === undefined) return checkUnits(input, stated)
    return [
      {
        severity: 'question',
        message: `Line ${first} is counted in minutes of therapy; the notes do not state one number for it.`,
        advice: 'Ask the therapist for the minutes of each timed service.',
        about: `line ${first}`,
        evidence: [],
      },
    ]
  },
}
