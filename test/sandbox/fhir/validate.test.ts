import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Binary } from '@medplum/fhirtypes'
import { beforeAll, expect, test } from 'vitest'
import { loadDefinitions } from '../../../sandbox/src/fhir/definitions.ts'
import { validate } from '../../../sandbox/src/fhir/validate.ts'

const sandboxFolder = join(import.meta.dirname, '../../../sandbox/src/fhir')
const binary = (data: string): Binary => ({ resourceType: 'Binary', contentType: 'text/plain', data })

beforeAll(loadDefinitions)

test('an attachment of 7 million characters is valid, and one sign too many makes it invalid', () => {
  const data = 'A'.repeat(7_000_000)
  expect(validate(binary(data))).toEqual([])
  expect(() => validate(binary(`${data.slice(0, -1)}!`))).toThrow('Invalid base64Binary format')
  expect(() => validate(binary(data.slice(0, -1)))).toThrow('Invalid base64Binary format')
})

test('a long attachment is valid also where V8 has stopped to optimise regular expressions', () => {
  const script = `
    import { loadDefinitions } from ${JSON.stringify(join(sandboxFolder, 'definitions.ts'))}
    import { validate } from ${JSON.stringify(join(sandboxFolder, 'validate.ts'))}
    loadDefinitions()
    console.log(JSON.stringify(validate({ resourceType: 'Binary', contentType: 'text/plain', data: 'A'.repeat(7_000_000) })))`
  const answer = execFileSync(process.execPath, ['--no-regexp-optimization', '--input-type=module', '--eval', script], {
    encoding: 'utf8',
  })
  expect(answer.trim()).toBe('[]')
})
