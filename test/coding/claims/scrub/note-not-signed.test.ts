import { noteNotSigned } from '#coding/claims/scrub/note-not-signed.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import { aNote } from '../../../app/features/builders.ts'
import { describeRule } from '../try-rule.ts'

const resting = { supportingNotes: [{ id: parseNoteId('note-1'), version: '1' }] }
const withStatus = (status: 'draft' | 'signed' | 'amended') => ({
  notes: [aNote({ id: parseNoteId('note-1'), status })],
})

describeRule(noteNotSigned, {
  flags: [
    {
      when: 'SCR-41: an open note',
      draft: resting,
      record: withStatus('draft'),
      severity: 'warning',
      says: /is not signed/,
    },
  ],
  passes: [
    { when: 'SCR-41: a signed note', draft: resting, record: withStatus('signed') },
    { when: 'an amended note', draft: resting, record: withStatus('amended') },
    {
      when: 'an open note that the draft does not rest on',
      draft: { supportingNotes: [] },
      record: withStatus('draft'),
    },
  ],
})
