import { amendedAfterBilling } from '#coding/claims/scrub/amended-after-billing.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { aNote } from '../../../app/features/builders.ts'
import { describeRule } from '../try-rule.ts'

const prior = {
  date: parseDateOnly('2026-11-02'),
  code: parseProcedureCode('99213'),
  modifiers: [],
  units: 1,
  professional: 'same',
  from: 'claim',
} as const
const context = { priorServices: [prior] }
const withNote = (status: 'signed' | 'amended') => ({ notes: [aNote({ id: parseNoteId('note-1'), status })] })
const draft = { supportingNotes: [{ id: parseNoteId('note-1'), version: '3' }] }

describeRule(amendedAfterBilling, {
  flags: [
    {
      when: 'SCR-41: an addendum to a visit that is billed',
      draft,
      record: withNote('amended'),
      context,
      severity: 'question',
      says: /was amended, and 99213 of 2026-11-02 is billed already/,
    },
  ],
  passes: [
    { when: 'SCR-41: a note that is signed and not amended', draft, record: withNote('signed'), context },
    { when: 'nothing is billed yet', draft, record: withNote('amended'), context: { priorServices: [] } },
    { when: 'nobody looked', draft, record: withNote('amended') },
    {
      when: 'a procedure of the chart, which is no bill',
      draft,
      record: withNote('amended'),
      context: { priorServices: [{ ...prior, from: 'procedure' }] },
    },
    {
      when: 'the correction itself',
      draft: { ...draft, filing: { frequency: 'replacement', originalReference: 'A1' } },
      record: withNote('amended'),
      context,
    },
    {
      when: 'a note that is not behind the draft',
      draft: { supportingNotes: [] },
      record: withNote('amended'),
      context,
    },
  ],
})
