import { evidenceGone } from '#coding/claims/scrub/evidence-gone.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import { aNote } from '../../../app/features/builders.ts'
import { aDiagnosis, aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const words: Evidence = {
  noteId: parseNoteId('note-1'),
  noteVersion: '1',
  start: 0,
  end: 13,
  quote: 'right knee OA',
  section: 'assessment',
  assertion: { existence: 'present', temporality: 'current', experiencer: 'patient' },
}
const draft = { diagnoses: [aDiagnosis('M17.11', { evidence: [words] })] }
const withText = (text: string) => ({ notes: [aNote({ id: parseNoteId('note-1'), version: '2', text })] })

describeRule(evidenceGone, {
  flags: [
    {
      when: 'SCR-42: the words were taken out',
      draft,
      record: withText('Left knee pain.'),
      severity: 'error',
      says: /words behind M17\.11 no longer stand/,
    },
    {
      when: 'SCR-42: the words are denied now',
      draft,
      record: withText('ASSESSMENT: No right knee OA. Bursitis.'),
      severity: 'error',
      says: /no longer stated/,
    },
    {
      when: 'SCR-42: the words behind a service were taken out',
      draft: { lines: [aLine('20610', { evidence: [words] })] },
      record: withText('Left knee pain.'),
      severity: 'error',
      says: /words behind line 1 \(20610\)/,
    },
    {
      when: 'SCR-42: the note itself is gone',
      draft,
      record: { notes: [aNote({ id: parseNoteId('note-2'), text: 'Right knee OA.' })] },
      severity: 'warning',
      says: /note behind M17\.11 is no longer among/,
    },
  ],
  passes: [
    { when: 'SCR-42: the words moved', draft, record: withText('Assessment: right knee OA') },
    {
      when: 'entered by hand without words',
      draft: { diagnoses: [aDiagnosis('M17.11')] },
      record: withText('Left knee pain.'),
    },
    { when: 'the note was not read', draft },
  ],
})
