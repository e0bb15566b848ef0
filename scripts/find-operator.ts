import { userInfo } from 'node:os'
import { ConfigError } from '#proxy/errors.ts'

/** In whose name a command is on the trail: who was named, else the account of this machine. @throws ConfigError */
export function findOperator(named: string | undefined): string {
  if (named !== undefined) return `operator/${named}`
  try {
    return `operator/${userInfo().username}`
  } catch {
    // A container may run under a number without a name.
    throw new ConfigError('--operator', 'is missing, and this account has no name.')
  }
}
