// No row of the tables of the coding rules is without a test of its name: "EM-03 fails: …" and "EM-03 passes: …".
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeWithShared, readSharedText } from '../../support/shared-data.ts'

type Side = 'fails' | 'passes'
type Row = { readonly ids: readonly string[]; readonly cells: readonly string[]; readonly severity: string }

const ROW_ID = /(?:DX|EM|TIME|MOD|NCCI|SCR)-[A-Z\d]+/
/** "MOD-58 / 78 / 79" and "MOD-KX, GP" are several modifiers of one row; a test of any of them is one of the row. */
function readIds(cell: string): readonly string[] {
  const [, family, rest = ''] = /^([A-Z]+)-(.*)$/.exec(cell) ?? []
  return rest.split(/[ ,/]+/).map((id) => `${family}-${id}`)
}

function readRows(text: string): readonly Row[] {
  return [...text.matchAll(/^\| ((?:DX|EM|TIME|MOD|NCCI|SCR)-[^|]*?) \|(.*)\|$/gm)].map(([, id = '', rest = '']) => {
    const cells = rest.split('|').map((cell) => cell.trim())
    return { ids: readIds(id), cells, severity: cells.at(-1) ?? '' }
  })
}

type Named = { readonly side: Side; readonly ids: readonly string[]; readonly file: string }

/**
 * Names as the sources spell them: `when: 'EM-03: …'` within `flags` or `passes` (try-rule.ts puts the side into the
 * name), a `row` of the pairs, which is both, and a name of its own.
 */
function readNames(file: string): readonly Named[] {
  const source = readFileSync(file, 'utf8')
  const ids = (text = ''): readonly string[] => text.split(', ').filter((id) => ROW_ID.test(id))
  const list = `${ROW_ID.source}(?:, ${ROW_ID.source})*`
  const marks = new RegExp(
    `\\b(flags|passes): |when: ['\`](${list}):|row: '(${ROW_ID.source})|\\('(${ROW_ID.source}) (fails|passes):`,
    'g',
  )
  let side: Side = 'fails'
  return [...source.matchAll(marks)].flatMap(([, list_, cases, pair, own, ownSide]): Named[] => {
    if (list_ !== undefined) side = list_ === 'flags' ? 'fails' : 'passes'
    if (cases !== undefined) return [{ side, ids: ids(cases), file }]
    if (own !== undefined) return [{ side: ownSide === 'fails' ? 'fails' : 'passes', ids: [own], file }]
    if (pair === undefined) return []
    const sides: readonly Side[] = ['fails', 'passes']
    return sides.map((one) => ({ side: one, ids: [pair], file }))
  })
}

const files = globSync(`${import.meta.dirname}/**/*.test.ts`).filter((file) => file !== import.meta.filename)
const names = files.flatMap(readNames)

const isNamed = (row: Row, side: Side): boolean =>
  names.some((name) => name.side === side && name.ids.some((id) => row.ids.includes(id)))

/** Rows that inform say what stays silent: what they give as failing is software that speaks. */
const hasFailure = ({ severity, cells }: Row): boolean => severity !== 'I' && cells[2] !== '-'

describeWithShared('domain', 'rows of the coding rules', () => {
  const text = readSharedText('domain', 'coding-rules.md')
  const rows = readRows(text)

  test('are read, every table of them', () => {
    const families = new Set(rows.flatMap(({ ids }) => ids.map((id) => id.replace(/-.*/, ''))))
    expect([...families].toSorted()).toEqual(['DX', 'EM', 'MOD', 'NCCI', 'SCR', 'TIME'])
    expect(rows.length).toBeGreaterThan(200)
  })

  test('each fail and pass a test of that name', () => {
    const missing = rows.flatMap((row) => [
      ...(hasFailure(row) && !isNamed(row, 'fails') ? [`${row.ids[0]} fails`] : []),
      ...(isNamed(row, 'passes') ? [] : [`${row.ids[0]} passes`]),
    ])
    expect(missing).toEqual([])
  })

  test('are tested with the codes that they give', () => {
    const missing = rows
      .filter(({ ids }) => ids[0]?.startsWith('DX-') === true)
      .flatMap(({ ids, cells }) => {
        const of = names.filter((name) => name.ids.some((id) => ids.includes(id))).map(({ file }) => file)
        const tested = [...new Set(of)].map((file) => readFileSync(file, 'utf8')).join('\n')
        const given = cells.slice(2, 4).join(' ')
        return [...given.matchAll(/`([A-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?)`/g)]
          .map(([, code = '']) => code)
          .filter((code) => !tested.includes(code))
          .map((code) => `${ids[0]}: ${code}`)
      })
    expect(missing).toEqual([])
  })

  test('and the golden checks each have theirs', () => {
    const golden = readFileSync(`${import.meta.dirname}/golden-checks.test.ts`, 'utf8')
    const listed = [...text.slice(text.indexOf('## 24.')).matchAll(/^\| (\d+b?) \|/gm)].map(([, id]) => id ?? '')
    const named = [...golden.matchAll(/check: '(\d+b?)[',]|test\('(\d+b?):/g)].map(([, a, b]) => a ?? b)
    expect(listed).toHaveLength(31)
    expect(listed.filter((id) => !named.includes(id))).toEqual([])
  })
})
