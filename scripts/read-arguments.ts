import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

/** The words of a command and its options; a wrong one is told with the usage, and ends the program (exit code 2). */
export function readArguments<const Options extends ParseArgsOptionsConfig>(options: Options, usage: string) {
  try {
    return parseArgs({ allowPositionals: true, options })
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    process.exit(2)
  }
}
