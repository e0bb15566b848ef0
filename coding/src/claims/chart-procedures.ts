/** Procedures that the chart lists, as findings: with the words of the notes that document them, or with a check. */
import type { EncounterRecord, RecordedProcedure } from '../domain/encounter-record.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { CheckFinding, CodeFinding } from '../domain/finding.ts'
import { buildFindingId, buildFingerprint } from '../domain/fingerprint.ts'
import { getProcedureSystem, type ProcedureCode, parseProcedureCode } from '../domain/procedure-code.ts'
import { buildCheckFinding } from './check-draft.ts'
import { findProcedureWords } from './lines/find-procedure-words.ts'
import { describeUndocumented, procedureWithoutDocumentation } from './lines/procedure-without-documentation.ts'
import { findSessionMinutes } from './time/session-minutes.ts'
import { isTimedSession } from './time/timed-sessions.ts'
import { findVisitLevel, isEvaluationCode } from './visit-levels.ts'

type Charted = { readonly code: ProcedureCode; readonly procedure: RecordedProcedure }

function listCharted({ procedures }: EncounterRecord): Charted[] {
  const charted = procedures.flatMap((procedure): Charted[] => {
    const { code } = procedure
    if (code === undefined || (code.system !== 'cpt' && code.system !== 'hcpcs')) return []
    try {
      return [{ code: parseProcedureCode(code.value), procedure }]
    } catch {
      // A code of another shape than its system's is the EHR's to correct; no claim can carry it.
      return []
    }
  })
  return charted.filter(({ code }, index) => charted.findIndex((other) => other.code === code) === index)
}

/** A visit is documented by the assessment, a timed session by its minutes, anything else by its own words. */
function findEvidence(record: EncounterRecord, { code, procedure }: Charted, assessment: Evidence | undefined) {
  if (isEvaluationCode(code)) return assessment
  // Whether the minutes fit, or are stated at all, is for the rule psychotherapy-time to say.
  if (isTimedSession(code)) return findSessionMinutes(record.notes)?.evidence ?? assessment
  return findProcedureWords(record.notes, procedure)
}

const CONFIDENCE = 0.8

function buildProcedureFinding(record: EncounterRecord, { code }: Charted, evidence: Evidence): CodeFinding {
  const title = findVisitLevel(code)?.label
  const fingerprint = buildFingerprint([record.encounterId, 'code', code, evidence.quote.toLowerCase()])
  return {
    kind: 'code',
    id: buildFindingId('code', fingerprint),
    fingerprint,
    source: 'chart',
    provisional: false,
    code: {
      state: 'validated',
      category: isEvaluationCode(code) ? 'em' : 'procedure',
      system: getProcedureSystem(code),
      code,
      ...(title === undefined ? {} : { title }),
      edition: { basis: 'no-data' },
    },
    direction: 'add',
    confidence: CONFIDENCE,
    evidence: [evidence],
    rationale: `The chart lists ${code}; ${evidence.section}: '${evidence.quote.replaceAll(/\s+/g, ' ').slice(0, 200)}'`,
    replaces: [],
  }
}

/** @param assessment the first words of the assessment, behind which a visit stands */
export function findChartProcedures(
  record: EncounterRecord,
  assessment: Evidence | undefined,
): (CodeFinding | CheckFinding)[] {
  return listCharted(record).map((charted) => {
    const evidence = findEvidence(record, charted, assessment)
    return evidence === undefined
      ? buildCheckFinding(procedureWithoutDocumentation, describeUndocumented(charted.code), record.encounterId)
      : buildProcedureFinding(record, charted, evidence)
  })
}
