import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findStatements } from '../find-statement.ts'
import { buildLineHit, describeLine } from '../modifiers/line-hit.ts'
import { listVisitLines, type VisitLine } from './visit-lines.ts'

const INCIDENT = /\bincident[- ]to\b/gi
const NEW_PROBLEM = /\bnew (?:problem|complaint|concern|issue|diagnosis|onset)\b|\bnewly diagnosed\b/gi
const SUPERVISED =
  /\b(?:direct(?:ly)? supervis\w+|supervis(?:ed|ing|ion)|physician (?:was |is )?(?:present|available|on[- ]?site|in the (?:office|suite))|(?:was |were )?immediately available|in the (?:office )?suite)\b/gi
const OFFICE: ReadonlySet<string> = new Set(['11', '12', '49', '50', '71', '72'])

type Objection = Pick<ClaimRuleHit, 'severity' | 'message' | 'advice'> & Partial<Pick<ClaimRuleHit, 'evidence'>>

/** What stands against it, the gravest first; one at a time is enough to take it off. */
function findObjection(input: ClaimRuleInput, { line, level }: VisitLine): Objection | undefined {
  const { patient } = input.visit
  if (line.placeOfService !== undefined && !OFFICE.has(line.placeOfService)) {
    const message = `the place of service is ${line.placeOfService}.`
    return {
      severity: 'error',
      message,
      advice: 'Services of staff are incident to a physician in an office, not in a facility.',
    }
  }
  if (level.family.endsWith('-new') || patient.status === 'new') {
    const advice = 'The physician sees a new patient first and sets the plan; the one who did the visit reports it.'
    return { severity: 'error', message: 'the patient is new.', advice, evidence: patient.evidence }
  }
  const [fresh] = findStatements(input.readings, NEW_PROBLEM)
  if (fresh !== undefined) {
    const advice = 'A new problem is no part of a plan that exists; the one who did the visit reports it.'
    return { severity: 'error', message: 'the note tells of a new problem.', advice, evidence: [fresh.evidence] }
  }
  if (findStatements(input.readings, SUPERVISED).length > 0) return undefined
  const advice = 'The physician is in the office suite and at hand; whether that was so is theirs to say.'
  return { severity: 'question', message: 'the notes do not speak of direct supervision.', advice }
}

/** Reported under a physician although staff did it: established patient and plan, direct supervision, office (EM-14). */
export const incidentTo: ClaimRule = {
  id: 'incident-to',
  family: 'visits',
  source: {
    title: 'Medicare Benefit Policy Manual; 42 CFR 410.26',
    edition: 'chapter 15, rev. 2024',
    section: '60.1 to 60.3',
  },
  effective: { from: parseDateOnly('2002-01-01') },
  check: (input) => {
    const [said] = findStatements(input.readings, INCIDENT)
    if (said === undefined) return []
    return listVisitLines(input).flatMap((placed) => {
      const objection = findObjection(input, placed)
      if (objection === undefined) return []
      const message = `${describeLine(placed)} is called incident to, and ${objection.message}`
      const evidence = [said.evidence, ...(objection.evidence ?? [])]
      return [buildLineHit(placed, { ...objection, message, evidence })]
    })
  },
}
