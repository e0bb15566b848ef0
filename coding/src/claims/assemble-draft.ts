/** Puts a draft claim together from what a person accepted. Runs in the browser, so it knows no code tables. */
import type { DateOnly } from '../domain/date-only.ts'
import type { ClaimKind, DraftClaim, DraftDiagnosis, DraftLine, ProviderReference } from '../domain/draft-claim.ts'
import type { CodeFinding } from '../domain/finding.ts'
import type { DraftId, EncounterId, NoteId, PatientId } from '../domain/ids.ts'

/** A line as a person chose it; without pointers it gets the default ones. */
export type ChosenLine = Omit<DraftLine, 'diagnosisPointers'> & { readonly diagnosisPointers?: readonly number[] }

export type DraftInput = {
  readonly id: DraftId
  readonly kind: ClaimKind
  readonly patientId: PatientId
  readonly encounterId: EncounterId
  readonly dateOfService: DateOnly
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
  readonly totalMinutes?: number
}

/** A line may point to four diagnoses (ASC X12 837P, SV107; CMS-1500, item 24E). */
const MAX_POINTERS = 4

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

function buildAcceptedLine(input: DraftInput, finding: CodeFinding): ChosenLine[] {
  const { code, source } = finding
  if (code.category === 'diagnosis') return []
  const { placeOfService, dateOfService: date } = input
  const place = placeOfService === undefined ? {} : { placeOfService }
  return [{ code, modifiers: [], units: 1, date, source, ...getConfidence(finding), verified: true, ...place }]
}

/** The first diagnoses in order: the first-listed one is chiefly responsible for the services (IV.G). */
function pointToFirst(count: number): number[] {
  return Array.from({ length: Math.min(count, MAX_POINTERS) }, (_, index) => index + 1)
}

export function assembleDraft(input: DraftInput): DraftClaim {
  const { accepted, lines, order, placeOfService: _place, ...header } = input
  const diagnoses = sortByChoice(mergeRepeated(accepted.flatMap(buildDiagnosis)), order ?? [])
  const fromFindings = accepted
    .flatMap((finding) => buildAcceptedLine(input, finding))
    .filter(({ code }) => !lines.some((line) => line.code.code === code.code))
  const pointers = pointToFirst(diagnoses.length)
  return {
    ...header,
    diagnoses,
    lines: [...lines, ...fromFindings].map((line) => ({
      ...line,
      diagnosisPointers: line.diagnosisPointers ?? pointers,
    })),
  }
}
