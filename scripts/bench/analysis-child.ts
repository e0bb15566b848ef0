// A proxy whose engine says, in the name of the release, how long it took: the product itself has no such header.
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import type { Engine } from '#proxy/engine.ts'
import { answerParent } from './child-side.ts'
import { startBenchProxy } from './proxy-for-bench.ts'

const [, , dataDir = '.postil', databaseUrl] = process.argv

function sayTime(engine: Engine): Engine {
  return {
    ...engine,
    analyse: (record) => {
      const start = performance.now()
      const { findings, state } = engine.analyse(record)
      const ms = performance.now() - start
      return { findings, state: { ...state, release: `engine ${ms.toFixed(3)} ms` } }
    },
  }
}

const proxy = await startBenchProxy(sayTime(createCodingEngine(await loadCodeSets(dataDir))), databaseUrl)
answerParent(proxy.url, proxy.stop)
