import { modifierByIndicator } from '#coding/claims/modifiers/modifier-by-indicator.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine, withPolicies } from './modifier-tables.ts'

const draft = (modifier: string) => ({ lines: [aModifiedLine('G0001', [modifier])] })

describeRule(modifierByIndicator, {
  flags: [
    {
      when: 'MOD-51: 51 on a code that is exempt',
      draft: draft('51'),
      tables: withPolicies({ G0001: { multipleProcedure: '0' } }),
      severity: 'error',
      says: /exempt.*51 does not stand on it \(2026Q4\)/,
    },
    {
      when: 'MOD-51: 51 on an add-on code',
      draft: draft('51'),
      tables: withPolicies({ G0001: { multipleProcedure: '2', globalDays: 'ZZZ' } }),
      severity: 'error',
      says: /51 does not stand/,
    },
    {
      when: 'MOD-54: the operation alone of a code without a global period',
      draft: draft('54'),
      tables: withPolicies({ G0001: { globalDays: '000' } }),
      severity: 'error',
      says: /no global period/,
    },
    ...['55', '56'].map((modifier) => ({
      when: `${modifier} on the same`,
      draft: draft(modifier),
      tables: withPolicies({ G0001: { globalDays: '000' } }),
      severity: 'error' as const,
      says: /no global period/,
    })),
    {
      when: 'MOD-62: two surgeons where the code has one',
      draft: draft('62'),
      tables: withPolicies({ G0001: { coSurgeon: '0' } }),
      severity: 'error',
      says: /not shared by two surgeons/,
    },
    {
      when: 'MOD-62: two surgeons of a code that asks for documents',
      draft: draft('62'),
      tables: withPolicies({ G0001: { coSurgeon: '1' } }),
      severity: 'warning',
      says: /with documents only.*control number/,
    },
    {
      when: 'MOD-66: a team where there is none',
      draft: draft('66'),
      tables: withPolicies({ G0001: { team: '0' } }),
      severity: 'error',
      says: /not done by a team/,
    },
    ...['80', '82', 'AS'].map((modifier) => ({
      when: `MOD-${modifier}: an assistant that the code does not take`,
      draft: draft(modifier),
      tables: withPolicies({ G0001: { assistant: '1' } }),
      severity: 'error' as const,
      says: /takes no assistant/,
    })),
    {
      when: 'an assistant whose need the records must show',
      draft: draft('80'),
      tables: withPolicies({ G0001: { assistant: '0' } }),
      severity: 'warning',
      says: /operative note/,
    },
  ],
  passes: [
    {
      when: 'MOD-51: a code of several',
      draft: draft('51'),
      tables: withPolicies({ G0001: { multipleProcedure: '2', globalDays: '090' } }),
    },
    ...['010', '090'].map((globalDays) => ({
      when: `MOD-54, MOD-55: care after an operation, global ${globalDays}`,
      draft: draft('55'),
      tables: withPolicies({ G0001: { globalDays } }),
    })),
    { when: 'MOD-62: a code that two share', draft: draft('62'), tables: withPolicies({ G0001: { coSurgeon: '2' } }) },
    {
      when: 'MOD-62: documents are announced',
      draft: { ...draft('62'), filing: { attachment: { control: 'C1' } } },
      tables: withPolicies({ G0001: { coSurgeon: '1' } }),
    },
    { when: 'MOD-80: an assistant', draft: draft('80'), tables: withPolicies({ G0001: { assistant: '2' } }) },
    { when: 'another modifier', draft: draft('LT'), tables: withPolicies({ G0001: { assistant: '1' } }) },
    { when: 'no table', draft: draft('62') },
  ],
})
