import { expect, test } from 'vitest'
import { shortenLead } from '#app/features/findings/shorten-lead.ts'

test.each([
  ['# ', ''],
  ['1. ', ''],
  ['Has ', 'Has '],
  ['Type 2 diabetes with diabetic ', '… with diabetic '],
  ['Averyveryverylongwordwithoutanyend ', '… '],
])('%j before a quote becomes %j', (before, lead) => {
  expect(shortenLead(before)).toBe(lead)
})
