import { expect, test } from 'vitest'
import { FILING_FIELDS, STAY_FIELDS } from '#app/features/draft/detail-fields.ts'
import { keptDraft } from '#coding/contract/kept-draft.ts'
import type { ClaimDetails } from '#coding/domain/kept-draft.ts'
import { aDraftClaim } from '../../../fixtures/fhir/draft-claim.ts'

const TYPED: Readonly<Record<string, string>> = {
  'Type of bill': '0111',
  Admission: '2026-10-30',
  'Priority of admission': '1',
  'Point of origin': '1',
  'Discharge status': '01',
  'CLIA number': '05D1234567',
  Onset: '2026-10-01',
  'Last menstrual period': '2026-08-01',
  'First treatment': '2026-10-02',
  'Condition codes': '04, C5',
  'Occurrence codes': '11 2026-10-01, 74 2026-10-02 to 2026-10-04',
  'Value codes': '80 3, 01 1250.5',
  'Taxonomy of who bills': '261QM1300X',
  'Taxonomy of who performed': '207Q00000X',
  'Referring provider’s NPI': '1234567893',
  'Ordering provider’s NPI': '1234567893',
  'Supervising provider’s NPI': '1234567893',
}
const fields = [...STAY_FIELDS, ...FILING_FIELDS]

function writeInto(details: ClaimDetails) {
  const { stay, filing } = details
  return aDraftClaim({
    kind: 'institutional',
    stay: { typeOfBill: '0131', ...stay },
    ...(filing && { filing }),
  })
}

test.each(fields.map((field) => [field.label, field] as const))(
  '%s is read as it was typed, and taken back',
  (label, field) => {
    const text = TYPED[label] ?? 'AB-123'
    const parsed = field.parse(text)
    expect(parsed).toEqual({ ok: true, value: text })
    const details = field.write({}, text)
    expect(field.read(writeInto(details))).toBe(text)
    expect(Object.values(field.write(details, '')).flatMap((part) => Object.keys(part))).toEqual([])
  },
)

test.each([
  ['Type of bill', '111'],
  ['Priority of admission', '6'],
  ['Discharge status', '1'],
  ['CLIA number', '05X1234567'],
  ['Onset', '2026-02-30'],
  ['Condition codes', '4'],
  ['Occurrence codes', '11'],
  ['Value codes', '80'],
  ['Taxonomy of who bills', '261QM1300'],
  ['Ordering provider’s NPI', '1234567890'],
  ['Authorization number', 'a<script>'],
  ['Authorization number', 'x'.repeat(51)],
])('%s does not take %s', (label, text) => {
  expect(fields.find((field) => field.label === label)?.parse(text).ok).toBe(false)
})

test('all fields together are a draft that the server keeps', () => {
  const details = fields.reduce<ClaimDetails>((sum, field) => field.write(sum, TYPED[field.label] ?? 'A1'), {})
  const kept = { order: [], takenOff: [], lines: [], recodes: [], entered: [], details }
  expect(keptDraft.safeParse(kept)).toMatchObject({ success: true, data: kept })
})
