/** Reads the list of codes that are exempt from present-on-admission reporting: `Order26 <tab> POAexemptCode <tab> Description`. */
import { type Icd10Code, tryParseIcd10Code } from '../domain/icd10-code.ts'
import { badRelease } from './bad-release.ts'

/** @throws CodingError `bad-release` */
export function parsePoaExempt(text: string, file: string): readonly Icd10Code[] {
  const [header = '', ...lines] = text.split(/\r?\n/)
  const column = header.split('\t').findIndex((name) => /^POAexemptCode$/i.test(name.trim()))
  if (column < 0) throw badRelease({ file, line: 1 }, 'no column "POAexemptCode"')
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    const code = tryParseIcd10Code(line.split('\t')[column] ?? '')
    if (code === undefined) throw badRelease({ file, line: index + 2 }, 'column "POAexemptCode" holds no code')
    return [code]
  })
}
