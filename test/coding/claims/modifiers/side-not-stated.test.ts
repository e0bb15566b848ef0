import { sideNotStated } from '#coding/claims/modifiers/side-not-stated.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine, withPolicies } from './modifier-tables.ts'

const line = (code: string, ...modifiers: string[]) => ({ lines: [aModifiedLine(code, modifiers)] })
const knee = ['PROCEDURE: Right knee injected with 40 mg triamcinolone.']

describeRule(sideNotStated, {
  flags: [
    {
      when: 'MOD-RT: an injection of the right knee',
      draft: line('20610'),
      notes: knee,
      severity: 'warning',
      says: /does not say the side.*RT says where/,
      quotes: ['Right knee'],
    },
    {
      when: 'MOD-LT: the left side, by the fee schedule',
      draft: line('G0001'),
      tables: withPolicies({ G0001: { bilateral: '1' } }),
      notes: ['PROCEDURE: Left hip aspirated under ultrasound.'],
      severity: 'warning',
      says: /LT says where/,
      quotes: ['Left hip'],
    },
    ...(
      [
        ['left thumb', 'FA'],
        ['left index finger', 'F1'],
        ['right ring finger', 'F8'],
        ['right fifth finger', 'F9'],
        ['left great toe', 'TA'],
        ['right second toe', 'T6'],
      ] as const
    ).map(([where, modifier]) => ({
      when: `a digit: ${where}`,
      draft: line('26055'),
      notes: [`PROCEDURE: Incision and drainage of the ${where}.`],
      severity: 'warning' as const,
      says: new RegExp(`${modifier} says where`),
      quotes: [where],
    })),
    {
      when: 'an eyelid',
      draft: line('67840'),
      notes: ['PROCEDURE: Excision of a lesion of the right upper eyelid.'],
      severity: 'warning',
      says: /E3 says where/,
      quotes: ['right upper eyelid'],
    },
  ],
  passes: [
    { when: 'MOD-RT: said with RT', draft: line('20610', 'RT'), notes: knee },
    { when: 'MOD-LT: no side in the note', draft: line('20610'), notes: ['PROCEDURE: Knee injected.'] },
    { when: 'both sides, one line with 50', draft: line('20610', '50'), notes: knee },
    {
      when: 'two sides, of which nobody can say which',
      draft: line('20610'),
      notes: ['PROCEDURE: Right knee injected. Left knee aspirated.'],
    },
    { when: 'planned', draft: line('20610'), notes: ['PLAN: Right knee injection planned for next week.'] },
    { when: 'a service without sides', draft: line('93000'), notes: knee },
    {
      when: 'the fee schedule knows no sides of it',
      draft: line('20610'),
      tables: withPolicies({ '20610': { bilateral: '0' } }),
      notes: knee,
    },
    { when: 'a side of a complaint alone', draft: line('20610'), notes: ['HPI: Right knee pain for weeks.'] },
    { when: 'a visit', draft: line('99213'), notes: knee },
  ],
})
