import { describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { gatherCalls } from '#proxy/store/gather-calls.ts'

const HOSPITAL = parseTenantKey('hospital')
const CLINIC = parseTenantKey('clinic')

/** Answers a call with its double, as soon as the gate is opened for it. */
function aSlowDatabase() {
  const statements: {
    readonly tenant: string
    readonly calls: readonly number[]
    readonly go: (error?: Error) => void
  }[] = []
  const ask = gatherCalls<number, number>(
    (tenant, calls) =>
      new Promise((resolve, reject) => {
        const go = (error?: Error) => (error ? reject(error) : resolve(calls.map((call) => 2 * call)))
        statements.push({ tenant, calls, go })
      }),
  )
  return { statements, ask }
}

describe('calls of one tenant', () => {
  test('go at once when nothing is under way, and together otherwise', async () => {
    const { statements, ask } = aSlowDatabase()
    const first = ask(HOSPITAL, 1)
    const others = [2, 3, 4].map((call) => ask(HOSPITAL, call))
    expect(statements.map(({ calls }) => calls)).toEqual([[1]])
    statements[0]?.go()
    expect(await first).toBe(2)
    await Promise.resolve()
    statements[1]?.go()
    expect(await Promise.all(others)).toEqual([4, 6, 8])
    expect(statements.map(({ calls }) => calls)).toEqual([[1], [2, 3, 4]])
  })

  test('do not wait for those of another tenant', () => {
    const { statements, ask } = aSlowDatabase()
    void ask(HOSPITAL, 1)
    void ask(CLINIC, 2)
    expect(statements.map(({ tenant }) => tenant)).toEqual(['hospital', 'clinic'])
  })

  test('are at most 64 in one statement', async () => {
    const { statements, ask } = aSlowDatabase()
    const first = ask(HOSPITAL, 0)
    for (let call = 1; call <= 65; call++) void ask(HOSPITAL, call)
    statements[0]?.go()
    await first
    await Promise.resolve()
    expect(statements[1]?.calls).toHaveLength(64)
  })

  test('fail together, once, and the next ones go on', async () => {
    const { statements, ask } = aSlowDatabase()
    const first = ask(HOSPITAL, 1)
    statements[0]?.go(new Error('the database is gone'))
    await expect(first).rejects.toThrow('the database is gone')
    await Promise.resolve()
    const second = ask(HOSPITAL, 2)
    statements[1]?.go()
    expect(await second).toBe(4)
  })
})
