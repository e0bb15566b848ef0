// What the chart names is sent for the mask alone: it is found again in nothing that leaves or stays, whatever goes wrong.
import { beforeEach, describe, expect, test } from 'vitest'
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { ProxyDependencies } from '#proxy/app.ts'
import { chooseMask } from '#proxy/llm/choose-mask.ts'
import type { LanguageModel } from '#proxy/llm/language-model.ts'
import { MaskingError } from '#proxy/masking/errors.ts'
import { answer, fail } from '../support/llm-mock/llm-mock.ts'
import { allowedRow, openModelWorld } from './llm/analysis-fixture.ts'
import { aNote, engine } from './llm/gate-fixture.ts'
import { createTestModel } from './llm/model-fixture.ts'
import { aRecord, createTestProxy, send, signIn } from './proxy-fixture.ts'
import { dumpDatabase } from './test-database.ts'

/** No word of these is one of a note's own, so that finding one is proof. */
const seeds: MaskSeeds = {
  persons: [
    { role: 'patient', given: ['Zyxanda'], family: ['Quorvale'] },
    { role: 'relative', given: ['Brethwin'], family: ['Ma'] },
    { role: 'provider', given: ['Ostravia'], family: ['Do'] },
  ],
  birthDate: parseDateOnly('1947-07-19'),
  identifiers: [{ kind: 'mrn', value: 'ZQ99417733' }],
  phones: ['(312) 555-0187'],
  emails: ['zyxanda.q@mail.invalid'],
  addresses: [{ lines: ['4471 Thornquist Terrace'], city: 'Wexelbrook', zip: '60699' }],
  facilities: ['Harrowglen Infirmary'],
}
const LEAKED =
  /Zyxanda|Quorvale|Brethwin|Ostravia|1947-07-19|07\/19\/1947|ZQ99417733|555-0187|3125550187|Thornquist|Wexelbrook|60699|Harrowglen/i
const NOTE = `SUBJECTIVE: Zyxanda Quorvale, MRN ZQ99417733, born 07/19/1947, comes with Brethwin Ma to Harrowglen Infirmary in Wexelbrook.
Call (312) 555-0187 or zyxanda.q@mail.invalid; lives at 4471 Thornquist Terrace. Ostravia Do referred.

ASSESSMENT:
1. Osteoarthritis of the knee.`

const { database, mock } = await openModelWorld()
let model: LanguageModel
let logged: string[]
beforeEach(async () => {
  mock.requests.length = 0
  mock.script(answer([]))
  ;({ model, logged } = await createTestModel(mock.url))
})

/** Everything that somebody else than the clinician could read. */
async function collect(changes: Partial<ProxyDependencies> = {}, body: object = {}): Promise<string> {
  const proxy = createTestProxy(database.db, {
    engine,
    model,
    mask: chooseMask(),
    rows: [allowedRow],
    ...changes,
  })
  const signed = await signIn(proxy, {})
  const sent = { record: aRecord({ notes: [aNote(NOTE)] }), maskSeeds: seeds, ...body }
  const response = await send(proxy, { path: '/v1/analyses', body: sent }, signed)
  const text = await response.text()
  const metrics = await (await proxy.app.request('/metrics')).text()
  return [
    JSON.stringify([...response.headers]),
    response.status === 200 ? '' : text,
    metrics,
    proxy.logged.join(''),
    logged.join(''),
    await dumpDatabase(database.db),
    ...mock.requests.map((request) => request.body),
  ].join('\n')
}

type FailingCase = [string, () => void, Partial<ProxyDependencies>]

describe('what the chart names', () => {
  test('serves the mask, and is in no request, log, figure, header or row', async () => {
    const seen = await collect()
    expect(mock.requests).toHaveLength(1)
    expect(mock.requests[0]?.body).toContain('Osteoarthritis of the knee')
    expect(mock.requests[0]?.body).not.toMatch(/Brethwin Ma|Ostravia Do|\bMa to\b|\bDo referred\b/)
    expect(seen).toContain('model.ask')
    expect(seen).not.toMatch(LEAKED)
  })

  test('would be seen if it were sent: the search itself finds an unmasked note', () => {
    expect(NOTE).toMatch(LEAKED)
    expect(JSON.stringify(seeds)).toMatch(LEAKED)
  })

  test.each<FailingCase>([
    ['the model fails', () => mock.script(fail(529, ['overloaded_error', NOTE])), {}],
    [
      'the model quotes it in an error',
      () => mock.script(fail(400, ['invalid_request_error', JSON.stringify(seeds)])),
      {},
    ],
    [
      'masking fails',
      () => undefined,
      {
        mask: (): never => {
          throw new MaskingError('residue')
        },
      },
    ],
    [
      'masking breaks with the words in its error',
      () => undefined,
      {
        mask: (): never => {
          throw new TypeError(JSON.stringify(seeds))
        },
      },
    ],
  ])('stays inside when %s', async (...[, arrange, changes]) => {
    arrange()
    expect(await collect(changes)).not.toMatch(LEAKED)
  })

  test.each([
    ['a field nobody knows', { maskSeeds: { ...seeds, Zyxanda: 'Quorvale' } }],
    ['a role nobody knows', { maskSeeds: { ...seeds, persons: [{ role: 'Zyxanda', given: [], family: [] }] } }],
    ['a date that is none', { maskSeeds: { ...seeds, birthDate: 'Zyxanda' } }],
    ['too many of them', { maskSeeds: { ...seeds, phones: Array.from({ length: 501 }, () => '(312) 555-0187') } }],
  ])('is not repeated by a refusal: %s', async (_, body) => {
    const seen = await collect({}, body)
    expect(mock.requests).toHaveLength(0)
    expect(seen).not.toMatch(LEAKED)
  })
})
