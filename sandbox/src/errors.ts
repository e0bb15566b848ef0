export type SandboxErrorCode =
  /** A setting in the environment is not usable; the message names it. */
  | 'bad-configuration'
  /** A resource handed in at the start is not valid R4. */
  | 'bad-resource'
  /** The address is taken. */
  | 'port-in-use'
  /** The CDS services do not answer as they should. */
  | 'hooks'

/** What stops the sandbox. The message names settings, types and ids of synthetic resources, never content. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'
  readonly code: SandboxErrorCode

  constructor(code: SandboxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
