import { readFileSync } from 'node:fs'
import { ConfigError } from './errors.ts'
import { describeFileProblem } from './explain-file-problem.ts'

/**
 * The text of a file that a setting names.
 * @param name where the setting names more than one; it begins the sentence that ends "cannot be read: why".
 * @throws ConfigError
 */
export function readNamedFile(file: string, setting: string, name?: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const problem = `cannot be read: ${describeFileProblem(cause)}.`
    throw new ConfigError(setting, name === undefined ? problem : `${name} ${problem}`, { cause })
  }
}
