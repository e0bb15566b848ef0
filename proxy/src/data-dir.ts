import { mkdirSync } from 'node:fs'
import { ConfigError } from './errors.ts'
import { describeFileProblem } from './explain-file-problem.ts'

/** The data directory or a folder in it. @throws ConfigError */
export function makeDataDir(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true })
  } catch (cause) {
    throw refuseDataDir(cause)
  }
}

export function refuseDataDir(cause: unknown): ConfigError {
  const reason = describeFileProblem(cause)
  return new ConfigError('POSTIL_DATA_DIR', `cannot be written: ${reason}.`, { cause })
}
