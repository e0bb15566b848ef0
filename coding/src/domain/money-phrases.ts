/**
 * Words about payment, weight and measured quality (docs/prompt-lint.md, Q8). No prompt holds one of them, and no check that
 * does reaches a clinician.
 */
export const MONEY_PHRASES = [
  'payment',
  'revenue',
  'drg',
  'ms-drg',
  'cc/mcc',
  'mcc',
  'cmi',
  'raf',
  'hcc',
  'rvu',
  'risk score',
  'risk adjustment',
  'quality measure',
  'quality score',
  'psi',
  'hac',
  'denial',
  'audit',
  'support the claim',
  'medical necessity for billing',
] as const
