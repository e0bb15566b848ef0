/** What can go wrong with the audit trail, its witness and its archive; messages are safe to show. */
export class AuditError extends Error {
  readonly code: 'sink-unreachable' | 'sink-refused' | 'unreadable' | 'not-good' | 'archive'

  constructor(code: AuditError['code'], message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'AuditError'
    this.code = code
  }
}
