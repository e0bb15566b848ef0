/** What can go wrong with the witness of the audit trail; messages are safe to show. */
export class AuditError extends Error {
  readonly code: 'sink-unreachable' | 'sink-refused' | 'unreadable'

  constructor(code: AuditError['code'], message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'AuditError'
    this.code = code
  }
}
