// `npm run codes -- update [icd10cm|hcpcs] | import PATH | status | verify`: the official code sets under POSTIL_DATA_DIR.
import path from 'node:path'
import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline/promises'
import { CodingError } from '#coding/domain/errors.ts'
import { type Acceptance, CPT_TERMS } from '#proxy/code-sets/cpt-terms.ts'
import { type EditionId, getFiscalEdition } from '#proxy/code-sets/edition.ts'
import { CodeSetError } from '#proxy/code-sets/errors.ts'
import { type ImportOutcome, importCodeSets } from '#proxy/code-sets/import-code-sets.ts'
import { listReleases } from '#proxy/code-sets/load-code-sets.ts'
import { PUBLISHERS } from '#proxy/code-sets/publishers.ts'
import { isCptKeyed, recognizeFile } from '#proxy/code-sets/recognize-file.ts'
import { createReleaseStore } from '#proxy/code-sets/release-store.ts'
import { listSourceFiles, type SourceFile } from '#proxy/code-sets/source-file.ts'
import { updateCodeSet } from '#proxy/code-sets/update-code-sets.ts'
import { verifyCodeSets } from '#proxy/code-sets/verify-code-sets.ts'
import { readArguments } from './read-arguments.ts'

const USAGE = `npm run codes -- <command>

  update [icd10cm] [--fy 2027] [--update april]   download from the publisher, check, compile
  update hcpcs                                    the same for HCPCS Level II, newest quarter
         [--from URL]                             another address with the same files (a mirror)
         [--sha256 HEX] [--yes]                   checksum you expect; use files without a known one
  import PATH [--fy 2027] [--update april]        a folder or file: zip, XML, txt, gz, xlsx
         [--accept-cpt-terms "Name, role"]        for NCCI, MUE, add-on and fee schedule files, which are keyed by CPT
                                                 your own: site-charges-2026.csv, site-coverage-2026.csv (docs/site-tables.md)
  status                                          what is loaded
  verify                                          recompute checksums and invariants`

const CPT_KEYED = ['ncci', 'mue', 'pfs', 'site-']
const UPDATE_MONTHS: Readonly<Record<string, number>> = { january: 1, april: 4, july: 7 }

const { positionals, values } = readArguments(
  {
    fy: { type: 'string' },
    update: { type: 'string' },
    from: { type: 'string' },
    sha256: { type: 'string' },
    yes: { type: 'boolean', default: false },
    'accept-cpt-terms': { type: 'string' },
  },
  USAGE,
)
const dataDir = process.env['POSTIL_DATA_DIR'] ?? '.postil'
const NOTHING_LOADED = `No code set under ${dataDir}. Try: npm run codes -- update`
const store = createReleaseStore(dataDir)
const report = (line: string): void => console.log(line)

try {
  process.exitCode = await run(positionals)
} catch (error) {
  if (!(error instanceof CodeSetError || error instanceof CodingError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

function run([command, argument]: readonly string[]): number | Promise<number> {
  if (command === 'update') return update(argument ?? 'icd10cm')
  if (command === 'import' && argument !== undefined) return importFrom(argument)
  if (command === 'status') return printStatus()
  if (command === 'verify') return verify()
  console.log(USAGE)
  return command === undefined || command === 'help' ? 0 : 1
}

/** The fiscal year and update that the options name; without `--fy`, the year that is in force today. */
function readEdition(): EditionId {
  const today = new Date()
  const current = today.getUTCFullYear() + (today.getUTCMonth() >= 9 ? 1 : 0)
  const fiscalYear = values.fy === undefined ? current : Number(values.fy.replace(/^FY/i, ''))
  const month = values.update === undefined ? 10 : UPDATE_MONTHS[values.update.toLowerCase()]
  if (!Number.isInteger(fiscalYear) || fiscalYear < 2016 || fiscalYear > 2099 || month === undefined) {
    throw new CodeSetError('usage', '--fy takes a year such as 2027, --update one of january, april, july.')
  }
  return getFiscalEdition(fiscalYear, month)
}

async function update(set: string): Promise<number> {
  if (CPT_KEYED.includes(set)) {
    const advice = 'Accept the terms on the page of CMS, download it there, and use "import".'
    throw new CodeSetError('licence-refused', `${set} is never downloaded for you. ${advice}\n${CPT_TERMS}`)
  }
  const known = PUBLISHERS.find((publisher) => publisher.set === set)
  if (!known) {
    throw new CodeSetError('usage', `${set} has no publisher that can be asked; download it and use "import".`)
  }
  const publisher = values.from === undefined ? known : { ...known, listing: values.from }
  const outcomes = await updateCodeSet({
    store,
    report,
    publisher,
    downloadDir: path.join(dataDir, 'downloads'),
    confirm,
    ...(set === 'icd10cm' ? { edition: readEdition() } : {}),
    ...(values.sha256 === undefined ? {} : { sha256: values.sha256.toLowerCase() }),
  })
  return printOutcomes(outcomes)
}

/** Where nobody can answer, only `--yes` says yes. */
async function confirm(question: string): Promise<boolean> {
  if (values.yes) return true
  return /^y(?:es)?$/i.test((await ask(`${question} [y/N] `)).trim())
}

async function importFrom(location: string): Promise<number> {
  const files = await listSourceFiles(location)
  report(`${files.length} files found`)
  const named = values.fy !== undefined || values.update !== undefined
  const acceptance = await askForAcceptance(files)
  return printOutcomes(
    await importCodeSets({
      store,
      files,
      report,
      ...(acceptance === undefined ? {} : { acceptance }),
      ...(named ? { defaultEdition: readEdition() } : {}),
    }),
  )
}

/** Shows the terms and asks who accepts them; where nobody can answer, only the option does. */
async function askForAcceptance(files: readonly SourceFile[]): Promise<Acceptance | undefined> {
  const isKeyed = files.some(({ path: file }) => {
    const found = recognizeFile(file)
    return found?.kind === 'code-set' && isCptKeyed(found.set)
  })
  if (!isKeyed) return undefined
  console.log(CPT_TERMS)
  const by = (
    values['accept-cpt-terms'] ??
    (await ask('Who accepts these terms? Name and role, or nothing to leave the tables out: '))
  ).trim()
  return by === '' ? undefined : { by, at: new Date().toISOString(), terms: CPT_TERMS }
}

async function ask(question: string): Promise<string> {
  if (!stdin.isTTY) return ''
  const prompt = createInterface({ input: stdin, output: stdout })
  const answer = await prompt.question(question)
  prompt.close()
  return answer
}

function printOutcomes(outcomes: readonly ImportOutcome[]): number {
  for (const { release, result, problems } of outcomes) {
    console.log(`${release}: ${result}`)
    for (const problem of problems) console.log(`  ${problem}`)
  }
  return outcomes.some((outcome) => outcome.result === 'refused') ? 1 : 0
}

async function printStatus(): Promise<number> {
  const manifests = await listReleases(dataDir)
  if (manifests.length === 0) console.log(NOTHING_LOADED)
  for (const { set, release, effectiveFrom, effectiveTo, counts, data, warnings } of manifests) {
    const numbers = Object.entries(counts).map(([name, count]) => `${name} ${count.toLocaleString('en')}`)
    console.log(
      `${`${set} ${release}`.padEnd(20)} ${effectiveFrom} to ${effectiveTo}   ${(data.bytes / 1e6).toFixed(1)} MB`,
    )
    console.log(`  ${numbers.join(', ')}`)
    for (const warning of warnings.slice(0, 5)) console.log(`  note: ${warning}`)
    if (warnings.length > 5) console.log(`  and ${warnings.length - 5} more notes in the manifest`)
  }
  return 0
}

async function verify(): Promise<number> {
  const results = await verifyCodeSets(store)
  if (results.length === 0) console.log(NOTHING_LOADED)
  for (const { release, problems } of results) {
    console.log(`${release}: ${problems.length === 0 ? 'good' : 'NOT good'}`)
    for (const problem of problems) console.log(`  ${problem}`)
  }
  return results.some((result) => result.problems.length > 0) ? 1 : 0
}
