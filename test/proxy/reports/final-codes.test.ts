import { expect, test } from 'vitest'
import { parseFinalCodes } from '#proxy/reports/final-codes.ts'

test('reads encounters and codes, with and without heading, dots and quotes', () => {
  const codes = parseFinalCodes(
    '\uFEFFencounter,code\r\nenc-1,E119\r\n"Encounter/enc-1";"i10"\n\nenc-2,99213\nenc-2,G0439\n',
  )
  expect([...codes]).toEqual([
    ['enc-1', ['E11.9', 'I10']],
    ['enc-2', ['99213', 'G0439']],
  ])
})

test.each(['enc-1', 'enc-1,', 'enc 1,I10', 'enc-1,I10,E11.9', 'Klara Musterfrau'])('names the line of %j', (line) => {
  expect(() => parseFinalCodes(`enc-1,I10\n${line}`)).toThrow(/line 2/)
})
