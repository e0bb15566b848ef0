import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

/** The words of a command and its options. `--help` tells the usage and ends the program; so does a wrong one (exit code 2). */
export function readArguments<const Options extends ParseArgsOptionsConfig>(options: Options, usage: string) {
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage)
    process.exit(0)
  }
  try {
    return parseArgs({ allowPositionals: true, options })
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    process.exit(2)
  }
}
