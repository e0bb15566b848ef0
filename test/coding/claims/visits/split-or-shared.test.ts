import { splitOrShared } from '#coding/claims/visits/split-or-shared.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const shared = (code: string, placeOfService: string) => ({
  lines: [aLine(code, { modifiers: [parseModifierCode('FS')], placeOfService })],
})

describeRule(splitOrShared, {
  flags: [
    {
      when: 'EM-13, MOD-FS: FS in an office',
      draft: shared('99214', '11'),
      notes: ['I performed the substantive portion of decision making.'],
      severity: 'error',
      says: /FS at place of service 11.*facility only/,
    },
    {
      when: 'FS without a word of who did the substantive part',
      draft: shared('99232', '21'),
      notes: ['Seen on rounds.'],
      severity: 'question',
      says: /who did the substantive part/,
    },
    {
      when: 'critical care shared by decision making',
      draft: shared('99291', '21'),
      notes: ['I made and approved the management plan. I performed the substantive portion of decision making.'],
      severity: 'question',
      says: /more than half of the time.*by time alone/,
    },
    {
      when: 'a shared visit in a hospital without FS',
      draft: { lines: [aLine('99232', { placeOfService: '21' })] },
      notes: ['This was a split/shared visit with the PA.'],
      severity: 'error',
      says: /has no FS/,
      quotes: ['split/shared'],
    },
  ],
  passes: [
    {
      when: 'EM-13, MOD-FS: FS with the substantive part',
      draft: shared('99232', '21'),
      notes: ['I performed the substantive portion of the visit.'],
    },
    {
      when: 'FS with more than half of the time',
      draft: shared('99232', '22'),
      notes: ['I spent more than half of the total time.'],
    },
    {
      when: 'critical care by more than half of the time',
      draft: shared('99291', '21'),
      notes: ['I spent more than half of the time in critical care.'],
    },
    {
      when: 'a visit of one clinician',
      draft: { lines: [aLine('99232', { placeOfService: '21' })] },
      notes: ['Seen on rounds.'],
    },
    {
      when: 'an office visit that shares nothing',
      draft: { lines: [aLine('99213')] },
      notes: ['Shared decision making about statins.'],
    },
  ],
})
