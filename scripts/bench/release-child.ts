// What a fresh process goes through: the knowledge, the stored releases, the first note. Nothing else is in its memory.
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'
import { buildRecord, readSandboxNotes } from './records.ts'

const [note = ''] = readSandboxNotes()
const record = buildRecord(note)
const before = process.memoryUsage().rss
const knowledge = loadKnowledge()
const start = performance.now()
const { releases, diagnoses } = await loadCodeSets(process.argv[2] ?? '.postil')
const loaded = performance.now()
analyseEncounter({ record, knowledge, codeSet: diagnoses })
const ready = performance.now()
process.stdout.write(
  JSON.stringify({
    load: loaded - start,
    firstNote: ready - loaded,
    // The clock begins with the process.
    sinceStart: ready,
    rss: process.memoryUsage().rss,
    peak: process.resourceUsage().maxRSS * 1024,
    before,
    releases: releases.map(({ release }) => release),
  }),
)
