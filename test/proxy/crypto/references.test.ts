import { createHmac, hkdfSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { buildFingerprint } from '#coding/domain/fingerprint.ts'
import { parseFingerprint, parseTenantKey } from '#coding/domain/ids.ts'
import { createReferences } from '#proxy/crypto/references.ts'

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64')
const [one, other] = [parseTenantKey('one'), parseTenantKey('other')]
const bare = buildFingerprint(['encounter-1', 'code', 'E11.9', 'diabetes'])

test('a finding is named by an HMAC under a key that HKDF makes for its tenant', () => {
  const derived = hkdfSync('sha256', Buffer.alloc(32, 1), '', 'postil finding key\u001fone', 32)
  const digest = createHmac('sha256', Buffer.from(derived)).update(bare).digest('base64url')
  const [id, named] = createReferences(key(1)).ofFinding(one, bare).split('.')
  expect(named).toBe(digest)
  expect(id).toMatch(/^[0-9a-f]{8}$/)
})

test('the same finding has the same name in every process, and another under another tenant or key', () => {
  const name = createReferences(key(1)).ofFinding(one, bare)
  expect(createReferences(key(1)).ofFinding(one, bare)).toBe(name)
  const others = [createReferences(key(1)).ofFinding(other, bare), createReferences(key(2)).ofFinding(one, bare)]
  const ids = [name, ...others].map((text) => text.split('.')[0])
  expect(new Set([name, ...others]).size).toBe(3)
  // The id alone tells which key it was.
  expect(new Set(ids).size).toBe(3)
})

test('what the trail holds from before is named as it would be now, and a name stays what it is', () => {
  const references = createReferences(key(1))
  const name = references.ofFinding(one, bare)
  expect(references.ofFindingAsWritten(one, bare)).toBe(name)
  expect(references.ofFindingAsWritten(one, name)).toBe(name)
  expect(references.ofFindingAsWritten(one, 'analysis')).toBe('analysis')
})

test('a write has a name of its own, that no finding has', () => {
  const references = createReferences(key(1))
  const digest = 'a'.repeat(32)
  const name = references.ofWrite(one, digest)
  expect(name).toMatch(/^[0-9a-f]{8}\.[\w-]{43}$/)
  expect(name).not.toBe(references.ofFinding(one, parseFingerprint(digest)))
  expect(name).not.toBe(references.ofWrite(other, digest))
  expect(references.ofWriteAsWritten(one, digest)).toBe(name)
  expect(references.ofWriteAsWritten(one, name)).toBe(name)
})
