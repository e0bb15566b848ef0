/**
 * Derives the level of a visit from notes and chart: problems, data and risk with their words, the level by two of three,
 * the level by stated time, and both side by side (coding rules, EM-01 to EM-09). Deterministic; what the notes do not say
 * is not counted, and what was seen but does not count is shown with its reason.
 */
import type { DraftClaim } from '../../domain/draft-claim.ts'
import type {
  DecisionLevel,
  GridCell,
  GridElement,
  GridElementName,
  VisitCode,
  VisitFamilyId,
  VisitGrid,
  VisitTime,
} from '../../domain/visit-grid.ts'
import type { EncounterReading } from '../../prompts/prompt-source.ts'
import type { ClaimContext } from '../claim-context.ts'
import type { PayerPolicy } from '../payer-policy.ts'
import { timeRules } from '../time-rules.generated.ts'
import type { VisitLevel } from '../visit-levels.ts'
import { describeAdjacent } from './adjacent-levels.ts'
import { findCodeOfLevel, findCodeOfMinutes, getTopCode, hasMinutes } from './choose-code.ts'
import { chooseFamilies } from './choose-family.ts'
import { listPassages } from './passages.ts'
import { readPatientStatus } from './patient-status.ts'
import { findProlonged } from './prolonged.ts'
import { readData } from './read-data.ts'
import { readProblems } from './read-problems.ts'
import { readRisk } from './read-risk.ts'
import { type ReadTime, readTime } from './read-time.ts'
import { decideLevel, scoreData, scoreProblems, scoreRisk } from './score-decision.ts'

export type VisitQuestion = {
  readonly reading: EncounterReading
  /** Its lines say what is reported by itself, and in which family the visit is counted. */
  readonly draft?: DraftClaim | undefined
  readonly context: ClaimContext
  readonly policy: PayerPolicy
}

const ACUTE_CARE: readonly string[] = ['emergency', 'inpatient', 'observation']
const HOSPITAL: readonly string[] = ['inpatient', 'observation']

function describeElement(name: GridElementName, level: DecisionLevel, cells: readonly GridCell[]): GridElement {
  const counted = cells.filter(({ counts }) => counts)
  const kinds = [...new Set(counted.map(({ label }) => label))].map((label) => {
    const count = counted.filter((cell) => cell.label === label).length
    return count === 1 ? label : `${label} (${count})`
  })
  const because = kinds.length === 0 ? 'The notes hold nothing that counts.' : `${kinds.join('; ')}.`
  return { name, level, because, cells }
}

function ofCounted<Cell extends GridCell>(cells: readonly Cell[]): Cell['kind'][] {
  return cells.filter(({ counts }) => counts).map(({ kind }) => kind)
}

function toCode({ code, family, label }: VisitLevel): VisitCode {
  return { code, family, label }
}

/** The visit is then chosen by decision making alone: minutes are those of the psychotherapy (PSY-02). */
function hasPsychotherapy(draft: DraftClaim | undefined): boolean {
  return (
    draft?.lines.some(({ code }) => timeRules.psychotherapy.with_visit.some((band) => band.code === code.code)) === true
  )
}

function describeTime(read: ReadTime, families: readonly VisitFamilyId[], draft: DraftClaim | undefined): VisitTime {
  const { evidence, notCounted, minutes, isExceeded = false } = read
  const besidePsychotherapy = hasPsychotherapy(draft)
  if (besidePsychotherapy || !families.some(hasMinutes)) {
    return {
      kind: 'no-minutes',
      because: besidePsychotherapy
        ? 'Beside psychotherapy of the same day decision making alone sets the level of the visit.'
        : 'Visits of this family have no minutes; decision making alone sets the level.',
      evidence,
      notCounted,
      codes: [],
    }
  }
  if (read.kind !== 'stated' || minutes === undefined) {
    const isSilent = read.kind === 'not-stated'
    // A discharge day needs no time for its first code.
    const codes = isSilent ? families.flatMap((family) => findCodeOfMinutes(family, 0) ?? []).map(toCode) : []
    const because = isSilent ? 'The notes state no total time.' : 'The notes state more than one total; none is chosen.'
    return { kind: isSilent ? 'not-stated' : 'conflicting', because, evidence, notCounted, codes }
  }
  const codes = families
    .flatMap((family) => findCodeOfMinutes(family, isExceeded ? minutes + 1 : minutes) ?? [])
    .map(toCode)
  const words = isExceeded ? `More than ${minutes} minutes` : `${minutes} minutes`
  const because = codes.length === 0 ? `${words} reach no level by time.` : `${words} of total time are stated.`
  return { kind: 'stated', minutes, because, evidence, notCounted, codes }
}

function listSupported(byDecision: readonly VisitCode[], byTime: readonly VisitCode[]): VisitGrid['supported'] {
  const isIn = (codes: readonly VisitCode[], { code }: VisitCode): boolean => codes.some((one) => one.code === code)
  return [
    ...byDecision.map((one) => ({ ...one, by: isIn(byTime, one) ? ('both' as const) : ('decision' as const) })),
    ...byTime.filter((one) => !isIn(byDecision, one)).map((one) => ({ ...one, by: 'time' as const })),
  ]
}

function listProlonged({ kind, minutes, codes }: VisitTime, policy: PayerPolicy): VisitGrid['prolonged'] {
  if (kind !== 'stated' || minutes === undefined) return []
  const top = codes.filter(({ code, family }) => code === getTopCode(family))
  return top.flatMap(({ code }) => findProlonged(code, minutes, policy.prolonged) ?? [])
}

export function deriveVisit({ reading, draft, context, policy }: VisitQuestion): VisitGrid {
  const { record } = reading
  const passages = listPassages(reading.readings)
  const patient = readPatientStatus(passages, context, record.dateOfService)
  const { families, because } = chooseFamilies(record, patient, {
    draft,
    takesConsultations: policy.takesConsultations,
  })
  const place = {
    isAcuteCare: ACUTE_CARE.includes(record.encounterClass),
    isHospital: HOSPITAL.includes(record.encounterClass),
  }
  const problemCells = readProblems(reading, passages, place)
  const dataCells = readData(passages, { record, draft })
  const riskCells = readRisk(passages, families)
  const problems = describeElement('problems', scoreProblems(ofCounted(problemCells)), problemCells)
  const data = describeElement('data', scoreData(ofCounted(dataCells)), dataCells)
  const risk = describeElement('risk', scoreRisk(ofCounted(riskCells)), riskCells)
  const level = decideLevel(problems.level, data.level, risk.level)
  const codes = families.flatMap((family) => findCodeOfLevel(family, level) ?? []).map(toCode)
  const time = describeTime(readTime(passages, draft), families, draft)
  const elements = `problems ${problems.level}, data ${data.level}, risk ${risk.level}`
  return {
    families,
    because,
    patient,
    decision: { level, because: `Two of three reach ${level}: ${elements}.`, problems, data, risk, codes },
    time,
    supported: listSupported(codes, time.codes),
    adjacent: describeAdjacent(level, { problems, data, risk }, families),
    prolonged: listProlonged(time, policy),
  }
}
