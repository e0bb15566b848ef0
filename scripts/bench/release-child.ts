// Loads the stored releases in a fresh process and says what that cost: nothing else is in its memory.
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'

const before = process.memoryUsage().rss
const start = performance.now()
const { releases } = await loadCodeSets(process.argv[2] ?? '.postil')
const ms = performance.now() - start
const { rss } = process.memoryUsage()
process.stdout.write(JSON.stringify({ ms, rss, added: rss - before, releases: releases.map(({ release }) => release) }))
