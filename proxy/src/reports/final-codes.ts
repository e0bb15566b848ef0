/** Codes that a site finally billed, from a file of its own: `encounter,code`, one code a line. */
import { ConfigError } from '../errors.ts'

/** By the EHR's id of the encounter. */
export type FinalCodes = ReadonlyMap<string, readonly string[]>

const LINE = /^"?(?:Encounter\/)?([A-Za-z0-9\-._]{1,128})"?\s*[,;\t]\s*"?([A-Za-z0-9][A-Za-z0-9.]{2,7})"?$/

/** @throws ConfigError that names the first line that cannot be read; never what stands in it. */
export function parseFinalCodes(text: string): FinalCodes {
  const codes = new Map<string, string[]>()
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  for (const [index, line] of lines.entries()) {
    const trimmed = line.trim()
    if (trimmed === '' || (index === 0 && /^"?encounter"?[,;\t]"?code"?$/i.test(trimmed))) continue
    const [, encounter, code] = LINE.exec(trimmed) ?? []
    if (encounter === undefined || code === undefined) {
      throw new ConfigError('--codes', `line ${index + 1} must be an encounter and a code, as in enc-1,E11.9.`)
    }
    codes.set(encounter, [...(codes.get(encounter) ?? []), writeDot(code.toUpperCase())])
  }
  return codes
}

/** Billing files often leave the dot out. A letter and four digits without one are HCPCS: the file must write M17.11. */
function writeDot(code: string): string {
  const isDiagnosis = /^[A-Z]\d[0-9A-Z]/.test(code) && !/^[A-Z]\d{4}$/.test(code)
  return isDiagnosis && !code.includes('.') && code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code
}
