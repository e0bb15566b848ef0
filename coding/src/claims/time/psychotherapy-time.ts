import { parseDateOnly } from '../../domain/date-only.ts'
import type { DraftLine } from '../../domain/draft-claim.ts'
import { buildProcedure } from '../build-procedure.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { describeBand, findBand, type MinuteBand } from '../time-rules.ts'
import { findSessionMinutes } from './session-minutes.ts'

const { standalone, with_visit: withVisit } = timeRules.psychotherapy

function findFamily({ code }: DraftLine): readonly MinuteBand[] | undefined {
  return [standalone, withVisit].find((bands) => bands.some((band) => band.code === code.code))
}

function checkLine(line: DraftLine, index: number, { record }: ClaimRuleInput): ClaimRuleHit[] {
  const family = findFamily(line)
  const billed = family?.find(({ code }) => code === line.code.code)
  if (family === undefined || billed === undefined) return []
  const about = `line ${index + 1}`
  const stated = findSessionMinutes(record.notes)
  if (stated === undefined) {
    return [
      {
        severity: 'question',
        message: `${billed.code} stands for ${describeBand(billed)}; the notes do not state one length of the session.`,
        advice: 'Ask the provider for start and stop time or total minutes of psychotherapy.',
        about,
        evidence: [],
      },
    ]
  }
  const { minutes, evidence } = stated
  const supported = findBand(family, minutes)
  if (supported === billed) return []
  const advice = supported
    ? `${minutes} minutes support ${supported.code}.`
    : `${minutes} minutes support no code of this family.`
  const message = `The note states ${minutes} minutes; ${billed.code} stands for ${describeBand(billed)}.`
  const place = index + 1
  const fix = supported
    ? ({ kind: 'replace-procedure', line: place, code: buildProcedure(supported.code) } as const)
    : ({ kind: 'remove-line', line: place } as const)
  return [{ severity: 'error', message, advice, about, evidence: [evidence], fix }]
}

/** The code of a psychotherapy session follows from the minutes that the note states (PSY-01, TIME-02, TIME-03). */
export const psychotherapyTime: ClaimRule = {
  id: 'psychotherapy-time',
  family: 'time',
  source: {
    title: 'CMS, Billing and Coding: Psychiatry and Psychology Services',
    edition: 'A57480',
    section: 'Psychotherapy',
  },
  effective: { from: parseDateOnly('2013-01-01') },
  check: (input) => input.draft.lines.flatMap((line, index) => checkLine(line, index, input)),
}
