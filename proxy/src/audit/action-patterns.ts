/** Which kind of FHIR AuditEvent each action of the trail is; an action without one does not compile. */
import type { AuditPattern } from '#fhir-mappers/audit-event.ts'
import type { AuditAction } from './audit-log.ts'

export const ACTION_PATTERNS: Readonly<Record<AuditAction['action'], AuditPattern>> = {
  'session.create': 'login',
  'session.refuse': 'login',
  'access.refuse': 'alert',
  'audit.start': 'start',
  'audit.stop': 'stop',
  'audit.verify': 'audit-log',
  'audit.export': 'audit-log',
  'key.rotate': 'security-configuration',
  'codes.release': 'software-configuration',
  analysis: 'operation',
  'analysis.skip': 'operation',
  'shadow.analysis': 'operation',
  'batch.analysis': 'operation',
  'batch.signed': 'operation',
  'batch.retry': 'operation',
  'draft.check': 'operation',
  'risk.review': 'operation',
  'hook.answer': 'operation',
  'report.build': 'operation',
  'accuracy.draw': 'operation',
  // Masked, and yet words of a chart that go to somebody else.
  'model.ask': 'disclosure',
  'model.answer': 'import',
  'risk.export': 'disclosure',
  'feedback.export': 'disclosure',
  'feedback.keep': 'create',
  'feedback.forget': 'destroy',
  'retention.delete': 'destroy',
  'retention.cut': 'destroy',
  'item.shown': 'read',
  'write.read': 'read',
  decision: 'create',
  'hook.feedback': 'create',
  'write.intent': 'create',
  question: 'update',
  work: 'update',
  queue: 'update',
  'draft.keep': 'update',
  'write.receipt': 'update',
  'second-coding': 'update',
  'queue.read': 'query',
  'report.read': 'query',
  'second-coding.read': 'query',
}

const BY_NAME = new Map<string, AuditPattern>(Object.entries(ACTION_PATTERNS))

/** @param action of a row, which another version may have written. */
export function findPattern(action: string): AuditPattern {
  return BY_NAME.get(action) ?? 'operation'
}
