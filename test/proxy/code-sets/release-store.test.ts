import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { COMPILER_VERSION } from '#coding/code-sets/compile-release.ts'
import { decodeColumns, encodeColumns } from '#proxy/code-sets/column-file.ts'
import { getFiscalEdition } from '#proxy/code-sets/edition.ts'
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'
import { createReleaseStore, type NewRelease, type ReleaseStore } from '#proxy/code-sets/release-store.ts'

const aNewRelease = (change: Partial<NewRelease> = {}): NewRelease => ({
  set: 'icd10cm',
  ...getFiscalEdition(2026),
  compiler: 1,
  counts: { rows: 3 },
  warnings: [],
  sources: [],
  columns: { texts: { a: 'Sézary ≥ 1' }, numbers: { b: Uint32Array.of(5, 0, 0xffffffff) } },
  ...change,
})

describe('the column file', () => {
  test('gives back what was put in', () => {
    const numbers = fc.dictionary(fc.string(), fc.uint32Array())
    const texts = fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' }))
    fc.assert(
      fc.property(numbers, texts, (n, t) => {
        const columns = { numbers: { ...n }, texts: { ...t } }
        expect(decodeColumns(encodeColumns(columns))).toEqual(columns)
      }),
      { numRuns: 50 },
    )
  })

  test('a file that is cut off, foreign or changed is damaged, never half read', () => {
    const good = encodeColumns(aNewRelease().columns)
    const flipped = Buffer.from(good)
    flipped[flipped.length - 10] = (flipped.at(-10) ?? 0) ^ 0xff
    for (const bad of [good.subarray(0, good.length - 5), Buffer.from('PK\u0003\u0004'), Buffer.alloc(0), flipped]) {
      expect(() => decodeColumns(bad)).toThrow(expect.objectContaining({ code: 'store-damaged' }))
    }
  })
})

describe('the release store', () => {
  let dir: string
  let store: ReleaseStore
  const folder = () => path.join(dir, 'code-sets/icd10cm')

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'postil-store-'))
    store = createReleaseStore(dir)
  })
  afterEach(() => rm(dir, { recursive: true }))

  test('keeps releases side by side, oldest first', async () => {
    await store.write(aNewRelease())
    await store.write(aNewRelease(getFiscalEdition(2024)))
    expect((await store.list('icd10cm')).map((manifest) => manifest.release)).toEqual(['FY2024', 'FY2026'])
    expect(await store.list('hcpcs')).toEqual([])
  })

  test('replaces a release as a whole and leaves nothing behind', async () => {
    await store.write(aNewRelease())
    const manifest = await store.write(aNewRelease({ columns: { texts: { a: 'new' }, numbers: {} } }))
    expect((await store.read(manifest)).texts['a']).toBe('new')
    expect(await readdir(folder())).toEqual([manifest.data.name, 'FY2026.json'].toSorted())
  })

  test('a write that fails leaves the old release readable', async () => {
    const before = await store.write(aNewRelease())
    const broken = aNewRelease({ columns: { texts: { a: undefined as unknown as string }, numbers: {} } })
    await expect(store.write(broken)).rejects.toThrow()
    expect(await store.list('icd10cm')).toEqual([before])
    expect((await store.read(before)).texts['a']).toBe('Sézary ≥ 1')
  })

  test('refuses a file that is not the one that was written', async () => {
    const manifest = await store.write(aNewRelease())
    const file = path.join(folder(), manifest.data.name)
    await writeFile(file, Buffer.concat([await readFile(file), Buffer.from('x')]))
    await expect(store.read(manifest)).rejects.toMatchObject({ code: 'store-damaged' })
    await rm(file)
    await expect(store.read(manifest)).rejects.toMatchObject({ code: 'store-damaged' })
  })

  test('refuses a manifest that is none', async () => {
    await store.write(aNewRelease())
    await writeFile(path.join(folder(), 'FY2026.json'), '{"release":"FY2026"}')
    await expect(store.list('icd10cm')).rejects.toMatchObject({ code: 'store-damaged' })
  })

  test('does not open what another version of Postil compiled, and says how to compile it again', async () => {
    await store.write(aNewRelease({ compiler: COMPILER_VERSION - 1 }))
    await expect(loadCodeSets(dir)).rejects.toMatchObject({
      code: 'store-damaged',
      message: expect.stringContaining('npm run codes -- import'),
    })
  })
})
