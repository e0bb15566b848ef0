/** Carries out what a claim rule proposes. The draft before it is the undo: nothing is changed in place. */
import type { DraftClaim, DraftDiagnosis, DraftLine } from '../domain/draft-claim.ts'
import type { DraftFix } from '../domain/draft-fix.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { ValidatedDiagnosis } from '../domain/validated-code.ts'

/**
 * @param evidence the words behind the fix; a diagnosis that it adds carries them.
 * @returns the draft with the fix, pointers following their diagnoses; the same draft when the fix no longer applies
 * (its line or code is gone), so that a late key press does no harm.
 */
export function applyFix(draft: DraftClaim, fix: DraftFix, evidence: readonly Evidence[]): DraftClaim {
  switch (fix.kind) {
    case 'replace-diagnoses':
      return replaceDiagnoses(draft, fix, evidence)
    case 'add-diagnosis':
      return addDiagnosis(draft, fix, evidence)
    case 'move-diagnosis':
      return moveDiagnosis(draft, fix)
    case 'set-on-admission':
      return setOnAdmission(draft, fix)
    case 'add-line':
      return { ...draft, lines: [...draft.lines, buildLine(draft, fix)] }
    case 'remove-line':
      return { ...draft, lines: draft.lines.filter((_, index) => index !== fix.line - 1) }
    case 'replace-procedure':
      return changeLine(draft, fix.line, { code: fix.code, source: 'rule', verified: false })
    case 'set-units':
      return changeLine(draft, fix.line, { units: fix.units })
    case 'set-modifiers':
      return changeLine(draft, fix.line, { modifiers: fix.modifiers })
    case 'set-pointers':
      return changeLine(draft, fix.line, { diagnosisPointers: fix.pointers })
    case 'set-price':
      return changeLine(draft, fix.line, { price: fix.price })
    case 'set-place':
      return changeLine(draft, fix.line, { placeOfService: fix.placeOfService })
  }
}

type FixOf<Kind extends DraftFix['kind']> = Extract<DraftFix, { readonly kind: Kind }>

function changeLine(draft: DraftClaim, line: number, change: Partial<DraftLine>): DraftClaim {
  return { ...draft, lines: draft.lines.map((one, index) => (index === line - 1 ? { ...one, ...change } : one)) }
}

function buildLine({ dateOfService, diagnoses, lines }: DraftClaim, { code, units }: FixOf<'add-line'>): DraftLine {
  const place = lines[0]?.placeOfService
  return {
    code,
    modifiers: [],
    units,
    diagnosisPointers: lines[0]?.diagnosisPointers ?? (diagnoses.length > 0 ? [1] : []),
    ...(place === undefined ? {} : { placeOfService: place }),
    date: dateOfService,
    source: 'rule',
    verified: false,
  }
}

function buildDiagnosis(code: ValidatedDiagnosis, evidence: readonly Evidence[]): DraftDiagnosis {
  return { code, source: 'rule', verified: false, evidence }
}

function replaceDiagnoses(
  draft: DraftClaim,
  { from, to }: FixOf<'replace-diagnoses'>,
  evidence: readonly Evidence[],
): DraftClaim {
  const isOld = ({ code }: DraftDiagnosis): boolean => from.some((old) => old === code.code)
  const place = draft.diagnoses.findIndex(isOld)
  if (place === -1) return draft
  const words = draft.diagnoses.filter(isOld).flatMap((diagnosis) => diagnosis.evidence)
  const kept = draft.diagnoses.filter((diagnosis) => !isOld(diagnosis))
  const fresh = to
    .filter((code) => !kept.some((diagnosis) => diagnosis.code.code === code.code))
    .map((code) => buildDiagnosis(code, uniteEvidence(words, evidence)))
  const before = draft.diagnoses.slice(0, place).filter((diagnosis) => !isOld(diagnosis))
  const diagnoses = [...before, ...fresh, ...kept.slice(before.length)]
  return withDiagnoses(draft, diagnoses, (code) => (from.some((old) => old === code) ? to[0]?.code : code))
}

function uniteEvidence(first: readonly Evidence[], second: readonly Evidence[]): readonly Evidence[] {
  const key = ({ noteId, start, end }: Evidence): string => `${noteId} ${start} ${end}`
  const known = new Set(first.map(key))
  return [...first, ...second.filter((item) => !known.has(key(item)))]
}

function addDiagnosis(
  draft: DraftClaim,
  { code, after }: FixOf<'add-diagnosis'>,
  evidence: readonly Evidence[],
): DraftClaim {
  if (draft.diagnoses.some((diagnosis) => diagnosis.code.code === code.code)) return draft
  const place = draft.diagnoses.findIndex((diagnosis) => diagnosis.code.code === after)
  const at = place === -1 ? draft.diagnoses.length : place + 1
  return withDiagnoses(draft, draft.diagnoses.toSpliced(at, 0, buildDiagnosis(code, evidence)), (same) => same)
}

function setOnAdmission(draft: DraftClaim, { code, present }: FixOf<'set-on-admission'>): DraftClaim {
  const diagnoses = draft.diagnoses.map((diagnosis) => {
    if (diagnosis.code.code !== code) return diagnosis
    const { presentOnAdmission: _, ...rest } = diagnosis
    return present === undefined ? rest : { ...rest, presentOnAdmission: present }
  })
  return { ...draft, diagnoses }
}

function moveDiagnosis(draft: DraftClaim, { code, before }: FixOf<'move-diagnosis'>): DraftClaim {
  const moved = draft.diagnoses.find((diagnosis) => diagnosis.code.code === code)
  if (moved === undefined || code === before) return draft
  const rest = draft.diagnoses.filter((diagnosis) => diagnosis !== moved)
  const at = rest.findIndex((diagnosis) => diagnosis.code.code === before)
  return at === -1 ? draft : withDiagnoses(draft, rest.toSpliced(at, 0, moved), (same) => same)
}

/** Pointers are places, so they are carried over by code. A line whose only diagnosis went points to the first. */
function withDiagnoses(
  draft: DraftClaim,
  diagnoses: readonly DraftDiagnosis[],
  follow: (code: string) => string | undefined,
): DraftClaim {
  const places = new Map(diagnoses.map(({ code }, index) => [String(code.code), index + 1]))
  const carry = (pointer: number): number[] => {
    const old = draft.diagnoses[pointer - 1]?.code.code
    const place = old === undefined ? undefined : places.get(follow(old) ?? '')
    return place === undefined ? [] : [place]
  }
  const lines = draft.lines.map((line): DraftLine => {
    const pointers = [...new Set(line.diagnosisPointers.flatMap(carry))]
    const fallback = diagnoses.length > 0 && line.diagnosisPointers.length > 0 ? [1] : []
    return { ...line, diagnosisPointers: pointers.length > 0 ? pointers : fallback }
  })
  return { ...draft, diagnoses, lines }
}
