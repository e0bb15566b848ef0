/**
 * Reads the complication levels of the MS-DRG definitions manual: appendices G (CC) and H (MCC, part 2 only if discharged
 * alive) as text, or the same as `code <tab> level`.
 */
import { type Icd10Code, tryParseIcd10Code } from '../domain/icd10-code.ts'
import { badRelease } from './bad-release.ts'
import type { CodeAttribute } from './code-attribute.ts'

const LEVELS = ['CC', 'MCC', 'MCC-alive']
const HEADINGS: readonly (readonly [pattern: RegExp, level: string | undefined])[] = [
  [/^\|\s*Appendix G\b/, 'CC'],
  [/^\|\s*Appendix H\b/, 'MCC'],
  [/^Appendix H Part 2\b/, 'MCC-alive'],
  [/^\|\s*Appendix [A-FIJ]\b/, undefined],
]
const CODE_LINE = /^ {2}([A-Z][0-9A-Z]{2,6})\s+\S/

/** @throws CodingError `bad-release` */
export function parseComplicationList(text: string, file: string): readonly CodeAttribute[] {
  const lines = text.split(/\r?\n/)
  const attributes = lines[0] === 'code\tlevel' ? parsePairs(lines.slice(1), file) : parseAppendices(lines)
  if (attributes.length === 0) throw badRelease({ file, line: 1 }, 'neither appendix G nor H, nor a list "code, level"')
  return attributes
}

function parsePairs(lines: readonly string[], file: string): readonly CodeAttribute[] {
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    const [written = '', value = ''] = line.split('\t')
    const code = tryParseIcd10Code(written)
    if (code === undefined || !LEVELS.includes(value)) {
      throw badRelease({ file, line: index + 2 }, `expected a code and one of ${LEVELS.join(', ')}`)
    }
    return [{ code, name: 'MS-DRG', value }]
  })
}

/** Part 2 of appendix H repeats codes of part 1 with their condition, so the later line counts. */
function parseAppendices(lines: readonly string[]): readonly CodeAttribute[] {
  const levels = new Map<Icd10Code, string>()
  let level: string | undefined
  for (const line of lines) {
    const heading = HEADINGS.find(([pattern]) => pattern.test(line))
    if (heading) level = heading[1]
    const code = tryParseIcd10Code(CODE_LINE.exec(line)?.[1] ?? '')
    if (code !== undefined && level !== undefined) levels.set(code, level)
  }
  return Array.from(levels, ([code, value]) => ({ code, name: 'MS-DRG', value }))
}
