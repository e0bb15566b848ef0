/** Editions and their dates, read from the names that publishers give their files. */
import { type DateOnly, parseDateOnly } from '#coding/domain/date-only.ts'

/** Every set that is stored, in the order in which it is listed. The second line is keyed by CPT, `mce` excepted. */
export const CODE_SETS = [
  ...(['icd10cm', 'hcpcs', 'cms-hcc', 'cms-hcc-labels', 'cms-hcc-hierarchies', 'ms-drg', 'mce'] as const),
  ...(['ncci-ptp-practitioner', 'ncci-ptp-facility', 'ncci-mue-practitioner', 'ncci-mue-facility'] as const),
  ...(['ncci-add-on', 'pfs', 'site-charges', 'site-coverage'] as const),
] as const

export type CodeSetName = (typeof CODE_SETS)[number]

export type EditionId = {
  /** `FY2026`, `FY2025-04` (update of April), `2025-01` (quarter), `PY2026` (payment year), `v40`. */
  readonly release: string
  readonly effectiveFrom: DateOnly
  readonly effectiveTo: DateOnly
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const OCTOBER = 10

const day = (year: number, month: number, date: number): DateOnly =>
  parseDateOnly(`${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`)

/** A fiscal year runs from 1 October to 30 September; an update takes effect within it and holds to its end. */
export function getFiscalEdition(fiscalYear: number, month = OCTOBER): EditionId {
  const isWholeYear = month === OCTOBER
  return {
    release: isWholeYear ? `FY${fiscalYear}` : `FY${fiscalYear}-${String(month).padStart(2, '0')}`,
    effectiveFrom: day(month >= OCTOBER ? fiscalYear - 1 : fiscalYear, month, 1),
    effectiveTo: day(fiscalYear, 9, 30),
  }
}

/** The fiscal year that an edition belongs to, for the files that come once a year. */
export function getFiscalYear(edition: EditionId): number {
  return Number(edition.effectiveTo.slice(0, 4))
}

/** Whether it takes effect within a fiscal year, beside the edition of October. */
export function isUpdate(edition: EditionId): boolean {
  return !edition.effectiveFrom.endsWith('-10-01')
}

/**
 * The edition that a path names. The innermost part that names one decides, the file before the zip before the folder;
 * but a zip or folder of an update of the same year says more than a file that names the year alone.
 * @returns undefined when no part names any.
 */
export function findEdition(set: CodeSetName, path: string): EditionId | undefined {
  const editions = path
    .split('/')
    .toReversed()
    .map(FINDERS[set])
    .filter((edition) => edition !== undefined)
  const [innermost] = editions
  if (!innermost || set !== 'icd10cm') return innermost
  return editions.find((edition) => isUpdate(edition) && edition.effectiveTo === innermost.effectiveTo) ?? innermost
}

const FINDERS: Readonly<Record<CodeSetName, (name: string) => EditionId | undefined>> = {
  icd10cm: findFiscalEdition,
  hcpcs: findQuarter,
  'cms-hcc': findPaymentYear,
  'cms-hcc-labels': findPaymentYear,
  'cms-hcc-hierarchies': findPaymentYear,
  'ms-drg': findGrouperVersion,
  mce: findGrouperVersion,
  'ncci-ptp-practitioner': findEditQuarter,
  'ncci-ptp-facility': findEditQuarter,
  'ncci-mue-practitioner': findEditQuarter,
  'ncci-mue-facility': findEditQuarter,
  'ncci-add-on': findEditQuarter,
  pfs: findFeeScheduleQuarter,
  'site-charges': findFeeScheduleQuarter,
  'site-coverage': findFeeScheduleQuarter,
}

/** "icd10cm-order-2026.txt", "POAexemptCodesFY26.zip", "icd10cm-order-Jan-2021.txt", "April-1-2023-Update", "2026-update". */
function findFiscalEdition(name: string): EditionId | undefined {
  const year = findYear(name)
  if (year === undefined) return undefined
  const month = findMonth(name)
  if (month !== undefined) return getFiscalEdition(month >= OCTOBER ? year + 1 : year, month)
  const named = /^FY\d{4}-(\d\d)$/.exec(name)?.[1]
  if (named !== undefined) return getFiscalEdition(year, Number(named))
  // NCHS names the folder of its April update after the year alone.
  return getFiscalEdition(year, /^\d{4}-update$/i.test(name) ? 4 : OCTOBER)
}

function findYear(name: string): number | undefined {
  const year = /(?<!\d)(20\d\d)(?!\d)/.exec(name)?.[1] ?? /FY(\d\d)(?!\d)/.exec(name)?.[1]
  return year === undefined ? undefined : (Number(year) % 2000) + 2000
}

/** The month as a word of the name: "Jan-2021", "april-1-2023". */
function findMonth(name: string): number | undefined {
  const word = /(?<![a-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?=[-_ .]|\d|$)/i.exec(name)?.[1]
  return word === undefined ? undefined : MONTHS.indexOf(word.toLowerCase()) + 1
}

/** "HCPC2026_OCT_ANWEB_09232026.txt", "hcpcs-level2-2025-jan.tsv": in force for a quarter. */
function findQuarter(name: string): EditionId | undefined {
  const year = /(?:HCPC|[^\d])(20\d\d)[-_]/i.exec(name)?.[1]
  const month = findMonth(name.replace(/^HCPC\d{4}_/i, ''))
  if (year === undefined || month === undefined) return undefined
  return { ...getQuarter(Number(year), month), release: `${year}-${String(month).padStart(2, '0')}` }
}

/** Three months from the first of one. */
function getQuarter(year: number, month: number): EditionId {
  const last = new Date(Date.UTC(year, month + 2, 0))
  return {
    release: `${year}Q${Math.ceil(month / 3)}`,
    effectiveFrom: day(year, month, 1),
    effectiveTo: day(last.getUTCFullYear(), last.getUTCMonth() + 1, last.getUTCDate()),
  }
}

/** Payment year N is paid on diagnoses of the calendar year before (Medicare Managed Care Manual, chapter 7). */
function findPaymentYear(name: string): EditionId | undefined {
  const year = findYear(name)
  if (year === undefined) return undefined
  return { release: `PY${year}`, effectiveFrom: day(year - 1, 1, 1), effectiveTo: day(year - 1, 12, 31) }
}

/** Version 40 is that of FY2023, and one a year since; ".1" is the update of April. */
function findGrouperVersion(name: string): EditionId | undefined {
  const match = /(?<![a-z])v(\d\d)(?:\.(\d))?(?!\d)/i.exec(name)
  if (!match) return undefined
  const { effectiveFrom, effectiveTo } = getFiscalEdition(Number(match[1]) + 1983, match[2] === '1' ? 4 : OCTOBER)
  return { release: match[0].toLowerCase(), effectiveFrom, effectiveTo }
}

/**
 * "medicare-ncci-2026q4-practitioner-ptp-edits-ccipra-v323r0-f1.zip", "…-2026-q4-…", "…_Eff_10-01-2026.csv",
 * "…-2024-07-01.tsv". A day within a quarter is that of publication, for the quarter that follows.
 */
function findEditQuarter(name: string): EditionId | undefined {
  const [, year, quarter] = /(20\d\d)-?q([1-4])/i.exec(name) ?? []
  if (year !== undefined && quarter !== undefined) return getQuarter(Number(year), Number(quarter) * 3 - 2)
  const date = /(?<year>20\d\d)-(?<month>\d\d)-(?<day>\d\d)|(?<month>\d\d)-(?<day>\d\d)-(?<year>20\d\d)/.exec(
    name,
  )?.groups
  if (!date) return undefined
  const month = Number(date['month'])
  const isFirstDay = date['day'] === '01' && month % 3 === 1
  const start = isFirstDay ? month : Math.ceil(month / 3) * 3 + 1
  return start > 12 ? getQuarter(Number(date['year']) + 1, 1) : getQuarter(Number(date['year']), start)
}

/** "rvu26d-updated-08-26-2026.zip", "PPRRVU2026_Oct_nonQPP.csv": by quarter; a year alone is the whole year. */
function findFeeScheduleQuarter(name: string): EditionId | undefined {
  const [, short, letter] = /^rvu(\d\d)([a-d])/i.exec(name) ?? []
  if (short !== undefined && letter !== undefined) {
    return getQuarter(2000 + Number(short), 'abcd'.indexOf(letter.toLowerCase()) * 3 + 1)
  }
  const year = /(20\d\d)/.exec(name)?.[1] ?? /RVU(\d\d)(?!\d)/i.exec(name)?.[1]
  if (year === undefined) return undefined
  const full = (Number(year) % 2000) + 2000
  const month = findMonth(name)
  if (month !== undefined) return getQuarter(full, month)
  return { release: `${full}`, effectiveFrom: day(full, 1, 1), effectiveTo: day(full, 12, 31) }
}
