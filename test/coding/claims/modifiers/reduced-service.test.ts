import { reducedService } from '#coding/claims/modifiers/reduced-service.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine } from './modifier-tables.ts'

const draft = (code: string, ...modifiers: readonly string[]) => ({ lines: [aModifiedLine(code, modifiers)] })
const STOPPED = 'PROCEDURE: Colonoscopy to the splenic flexure. Procedure was aborted because of poor preparation.'

describeRule(reducedService, {
  flags: [
    {
      when: 'MOD-52: nothing in the note was less',
      draft: draft('G0001', '52'),
      notes: ['PROCEDURE: Colonoscopy to the cecum without difficulty.'],
      severity: 'question',
      says: /no note says that the service was done in part/,
    },
    {
      when: 'MOD-53: nothing in the note was stopped',
      draft: draft('G0001', '53'),
      notes: ['PROCEDURE: Colonoscopy to the cecum without difficulty.'],
      severity: 'question',
      says: /was stopped/,
    },
    {
      when: 'MOD-53: stopped, and reported as complete',
      draft: draft('G0001'),
      notes: [STOPPED],
      severity: 'warning',
      says: /reported as complete.*53/,
      quotes: ['Procedure was aborted'],
    },
    { when: 'both', draft: draft('G0001', '52', '53'), severity: 'error', says: /at once/ },
    { when: 'a visit', draft: draft('99213', '52'), severity: 'error', says: /lower level/ },
  ],
  passes: [
    {
      when: 'MOD-52: the note says that a part was done',
      draft: draft('G0001', '52'),
      notes: ['PROCEDURE: Scope could not advance past the hepatic flexure; limited examination.'],
    },
    { when: 'MOD-53: the note says that it was stopped', draft: draft('G0001', '53'), notes: [STOPPED] },
    { when: 'the mark of a facility', draft: draft('G0001', '74'), notes: [STOPPED] },
    { when: 'a drug that was stopped', draft: draft('G0001'), notes: ['PLAN: Lisinopril was discontinued.'] },
    { when: 'not stopped', draft: draft('G0001'), notes: ['PROCEDURE: Procedure was not aborted.'] },
    { when: 'a visit alone', draft: draft('99213'), notes: [STOPPED] },
    {
      when: 'two procedures, of which either may be meant',
      draft: { lines: [aModifiedLine('G0001'), aModifiedLine('G0002')] },
      notes: [STOPPED],
    },
    { when: 'no note to read', draft: draft('G0001', '52'), record: { notes: [] } },
  ],
})
