/** Puts a draft claim together from what a person accepted. Runs in the browser, so it knows no code tables. */
import type { ClinicalNote } from '../domain/clinical-note.ts'
import type { DateOnly } from '../domain/date-only.ts'
import type {
  ClaimKind,
  DraftClaim,
  DraftDiagnosis,
  DraftLine,
  DraftProcedure,
  ProviderReference,
} from '../domain/draft-claim.ts'
import type { FilingFacts, InstitutionalStay } from '../domain/filing-facts.ts'
import type { CodeFinding } from '../domain/finding.ts'
import type { DraftId, EncounterId, NoteId, PatientId } from '../domain/ids.ts'
import type { ValidatedDiagnosis } from '../domain/validated-code.ts'
import { choosePointers } from './choose-pointers.ts'
import { findVisitMinutes } from './time/visit-minutes.ts'
import { isVisitCode } from './visit-levels.ts'

/** A line as a person chose it; without pointers it gets those that its words suggest. */
export type ChosenLine = Omit<DraftLine, 'diagnosisPointers'> & { readonly diagnosisPointers?: readonly number[] }

export type DraftInput = {
  readonly id: DraftId
  readonly kind: ClaimKind
  readonly patientId: PatientId
  readonly encounterId: EncounterId
  readonly dateOfService: DateOnly
  readonly ofStayDay?: true
  readonly dateOfServiceEnd?: DateOnly
  /** Code findings that a person accepted, in the order of the analysis, which is that of the claim. */
  readonly accepted: readonly CodeFinding[]
  /** Codes in the order that a person gave them; codes it does not name follow in the order of the analysis. */
  readonly order?: readonly string[]
  readonly lines: readonly ChosenLine[]
  readonly performer?: ProviderReference
  readonly billingProvider?: ProviderReference
  readonly coverage?: { readonly reference: string }
  readonly placeOfService?: string
  readonly supportingNotes: readonly { readonly id: NoteId; readonly version: string }[]
  /** What the evidence was cut from: which diagnosis a service stands with, and the total time of a visit. */
  readonly notes?: readonly ClinicalNote[]
  /** Institutional claims only. */
  readonly stay?: InstitutionalStay
  readonly procedures?: readonly DraftProcedure[]
  /** As a person stated it; without it the one that a note names. */
  readonly admittingDiagnosis?: ValidatedDiagnosis
  readonly filing?: FilingFacts
  /** As a person stated it; without it the time that the notes agree on. */
  readonly totalMinutes?: number
}

/** A person who enters a code does not state how sure software is of it. */
function getConfidence({ source, confidence }: CodeFinding): { readonly confidence?: number } {
  return source === 'person' ? {} : { confidence }
}

function buildDiagnosis(finding: CodeFinding): DraftDiagnosis[] {
  const { code, source, evidence } = finding
  return code.category === 'diagnosis' ? [{ code, source, ...getConfidence(finding), verified: true, evidence }] : []
}

/** Each code once (Official Guidelines FY2026, I.B.12): a second finding adds its evidence to the first. */
function mergeRepeated(diagnoses: readonly DraftDiagnosis[]): DraftDiagnosis[] {
  const byCode = new Map<string, DraftDiagnosis>()
  for (const diagnosis of diagnoses) {
    const known = byCode.get(diagnosis.code.code)
    const evidence = known === undefined ? diagnosis.evidence : [...known.evidence, ...diagnosis.evidence]
    byCode.set(diagnosis.code.code, { ...(known ?? diagnosis), evidence })
  }
  return [...byCode.values()]
}

function sortByChoice(diagnoses: readonly DraftDiagnosis[], order: readonly string[]): DraftDiagnosis[] {
  const rank = ({ code }: DraftDiagnosis): number => {
    const place = order.indexOf(code.code)
    return place === -1 ? order.length : place
  }
  return diagnoses.toSorted((a, b) => rank(a) - rank(b))
}

/**
 * What is never first-listed, as `neverFirst` of coding/data/relations.yaml has it: external causes (I.C.20.a.6),
 * organisms (I.C.1.b), body mass index (I.B.14), status and history (I.C.21.c.3, 4), manifestations (I.A.13).
 */
const NEVER_FIRST =
  /^(?:[V-Y]|B9[5-7]|D63\.[01]|R29\.7|R65\.2|T81\.12|Z16|Z28\.3|Z33\.1|Z37|Z3A|Z5[5-79]|Z6[02-58]|Z79|Z[89]\d)/
const MANIFESTATION = /in (?:other )?diseases classified elsewhere/i

export const canLead = ({ code: { code, title } }: DraftDiagnosis): boolean =>
  !NEVER_FIRST.test(code) && !MANIFESTATION.test(title)

/** The first-listed diagnosis is one that may be; a place that a person gave is theirs, and a rule speaks of it. */
function chooseFirst(diagnoses: readonly DraftDiagnosis[], order: readonly string[]): readonly DraftDiagnosis[] {
  const [first] = diagnoses
  if (first === undefined || canLead(first) || order.includes(first.code.code)) return diagnoses
  const lead = diagnoses.findIndex(canLead)
  return lead === -1 ? diagnoses : [...diagnoses.slice(lead, lead + 1), ...diagnoses.toSpliced(lead, 1)]
}

function buildAcceptedLine(input: DraftInput, finding: CodeFinding): ChosenLine[] {
  const { code, source, evidence } = finding
  if (code.category === 'diagnosis') return []
  const { placeOfService, dateOfService: date } = input
  const place = placeOfService === undefined ? {} : { placeOfService }
  return [
    { code, modifiers: [], units: 1, date, source, ...getConfidence(finding), verified: true, evidence, ...place },
  ]
}

/** The minutes of a visit belong to no draft without one. */
function findMinutes({ totalMinutes, notes = [] }: DraftInput, lines: readonly ChosenLine[]): number | undefined {
  return totalMinutes ?? (lines.some(({ code }) => isVisitCode(code.code)) ? findVisitMinutes(notes) : undefined)
}

/** The rest of the line, and the first one below where the heading has its own. */
const ADMITTING = /\badmi(?:tting|ssion) diagnos[ei]s[ \t]*:?([^\n]{0,300}(?:\n[^\n]{1,300})?)/i

/** The accepted diagnosis that a note names as the reason for admission (837I, HI*ABJ). */
function findAdmitting({ kind, accepted, notes = [] }: DraftInput): ValidatedDiagnosis | undefined {
  if (kind === 'professional') return undefined
  const stated = notes.map(({ text }) => (ADMITTING.exec(text)?.[1] ?? '').toLowerCase()).join('\n')
  return accepted
    .filter(({ evidence }) => evidence.some(({ quote }) => stated.includes(quote.toLowerCase())))
    .map(({ code }) => code)
    .find((code) => code.category === 'diagnosis')
}

export function assembleDraft(input: DraftInput): DraftClaim {
  const { accepted, lines: chosen, order = [], placeOfService: _place, notes = [], totalMinutes: _, ...header } = input
  const diagnoses = chooseFirst(sortByChoice(mergeRepeated(accepted.flatMap(buildDiagnosis)), order), order)
  const fromFindings = accepted
    .flatMap((finding) => buildAcceptedLine(input, finding))
    .filter(({ code }) => !chosen.some((line) => line.code.code === code.code))
  const lines = [...chosen, ...fromFindings]
  const minutes = findMinutes(input, lines)
  const admittingDiagnosis = input.admittingDiagnosis ?? findAdmitting(input)
  return {
    ...header,
    diagnoses,
    lines: lines.map((line) => ({
      ...line,
      diagnosisPointers: line.diagnosisPointers ?? choosePointers({ line, diagnoses, notes }),
    })),
    ...(minutes === undefined ? {} : { totalMinutes: minutes }),
    ...(admittingDiagnosis === undefined ? {} : { admittingDiagnosis }),
  }
}
