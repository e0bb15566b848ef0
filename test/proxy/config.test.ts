import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parseConfig, parseModelConfig } from '#proxy/config.ts'

const key = Buffer.alloc(32, 7).toString('base64')
const sandbox = { POSTIL_PROFILE: 'sandbox', POSTIL_TENANTS_FILE: 'tenants.json' }
const production = {
  POSTIL_PROFILE: 'production',
  POSTIL_TENANTS_FILE: 'tenants.json',
  POSTIL_PUBLIC_ORIGIN: 'https://postil.example/somewhere',
  POSTIL_COLUMN_KEYS: `new:${key},old:${key}`,
  POSTIL_REFERENCE_KEY: key,
  POSTIL_CHECKPOINT_SINK: 'none',
}
const witnessed = {
  ...production,
  POSTIL_CHECKPOINT_SINK: 'syslog+tls://siem.example',
  POSTIL_CHECKPOINT_KEY_FILE: '/run/secrets/checkpoint.pem',
}

describe('a collector of traces', () => {
  const parse = (headers: string) =>
    parseConfig({ ...sandbox, OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c.example', OTEL_EXPORTER_OTLP_HEADERS: headers })

  test('is none unless it is named', () => {
    expect(parseConfig(sandbox).traces).toBeUndefined()
    expect(parseConfig({ ...sandbox, OTEL_EXPORTER_OTLP_HEADERS: 'api-key=x' }).traces).toBeUndefined()
  })

  test('is told the headers that stand there, decoded', () => {
    expect(parse('').traces).toEqual({ endpoint: 'https://c.example', headers: {} })
    expect(parse('api-key=a+b/c==,authorization=Bearer%20x%2Cy').traces?.headers).toEqual({
      'api-key': 'a+b/c==',
      authorization: 'Bearer x,y',
    })
  })

  test.each([
    'CANARY',
    'api key=CANARY',
    'key=CANARY,',
    'key=CANARY\nother',
    'key=%ZZCANARY',
    'key=%C3CANARY',
    'key=a b',
  ])('is not called with %j', (headers) => {
    expect(() => parse(headers)).toThrow(/^OTEL_EXPORTER_OTLP_HEADERS: is not in the form/)
    expect(() => parse(headers)).not.toThrow('CANARY')
  })
})

describe('a secret in a file', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'postil-config-'))
  const write = (name: string, text: string): string => {
    const file = path.join(directory, name)
    writeFileSync(file, text)
    return file
  }
  afterAll(() => rmSync(directory, { recursive: true }))

  test('is read as if it stood in the environment, without the line end of an editor', () => {
    const { POSTIL_COLUMN_KEYS, POSTIL_REFERENCE_KEY, ...rest } = production
    const config = parseConfig({
      ...rest,
      POSTIL_COLUMN_KEYS_FILE: write('columns', `${POSTIL_COLUMN_KEYS}\n`),
      POSTIL_REFERENCE_KEY_FILE: write('reference', `${POSTIL_REFERENCE_KEY}\n`),
      DATABASE_URL_FILE: write('database', 'postgres://127.0.0.1/postil\n'),
      POSTIL_MODEL_API_KEY_FILE: write('model', 'sk-test\n'),
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c.example',
      OTEL_EXPORTER_OTLP_HEADERS_FILE: write('collector', 'api-key=x\n'),
      POSTIL_MODEL_AGREEMENT: 'baa',
    })
    expect(config).toMatchObject({ keys: { referenceKey: key }, model: { apiKey: 'sk-test' } })
    expect(config.traces?.headers).toEqual({ 'api-key': 'x' })
    const setting = 'DATABASE_URL_FILE'
    expect(config.database).toEqual({ kind: 'postgres', url: 'postgres://127.0.0.1/postil', setting })
    expect(config.keys?.columnKeys).toHaveLength(2)
  })

  test.each([
    ['is not there', { POSTIL_REFERENCE_KEY_FILE: '/nowhere/key' }, /^POSTIL_REFERENCE_KEY_FILE: names a file/],
    ['stands in the environment too', { DATABASE_URL_FILE: '/x', DATABASE_URL: 'y' }, /^DATABASE_URL_FILE: must not/],
  ])('stops the start where it %s', (_, changes, message) => {
    expect(() => parseConfig({ ...sandbox, ...changes })).toThrow(message)
  })

  test.each([
    ['POSTIL_REFERENCE_KEY', 'CANARY', /content is not 32 bytes in base64/],
    ['POSTIL_COLUMN_KEYS', 'id:CANARY', /content must be id:base64 pairs.*pair 1 has 4 bytes/],
    ['POSTIL_COLUMN_KEYS', '', /is empty/],
    ['DATABASE_URL', 'CANARY', /content is not postgres:/],
    ['DATABASE_URL', 'postgres://CANARY@db.example/x', /content must say sslmode=verify-full/],
    ['DATABASE_URL', '', /is empty/],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'CANARY', /content is not in the form/],
  ])('is judged like %s itself, named by what was set, and not told', (secret, content, said) => {
    const wrong = () => parseConfig({ ...production, [secret]: '', [`${secret}_FILE`]: write('bad', `${content}\n`) })
    expect(wrong).toThrow(said)
    expect(wrong).toThrow(expect.objectContaining({ name: 'ConfigError', setting: `${secret}_FILE` }))
    expect(wrong).not.toThrow('CANARY')
  })

  test('with the key of a model that is empty is not taken for none', () => {
    const parse = () => parseModelConfig({ POSTIL_MODEL_API_KEY_FILE: write('empty', '\n') })
    expect(parse).toThrow('POSTIL_MODEL_API_KEY_FILE: names a file that is empty.')
  })
})

describe('the address of the database', () => {
  test.each([
    'postgres://db.example/postil?sslmode=verify-full',
    'postgres://127.0.0.1:5432/postil',
    'postgres://localhost/postil',
    'postgres:///postil?host=/var/run/postgresql',
  ])('is taken in production: %s', (url) => {
    expect(parseConfig({ ...production, DATABASE_URL: url }).database).toEqual({ kind: 'postgres', url })
  })

  test('needs no TLS where somebody says so aloud', () => {
    const open = { ...production, DATABASE_URL: 'postgres://db.example/postil', POSTIL_DATABASE_TLS: 'none' }
    expect(parseConfig(open).database).toMatchObject({ kind: 'postgres' })
  })
})

describe('the settings of a model', () => {
  const keyed = { ...sandbox, POSTIL_MODEL_API_KEY: 'sk-test' }

  test('are none without a key, whatever else is set', () => {
    expect(parseConfig({ ...sandbox, POSTIL_MODEL: 'claude-opus-5-5' }).model).toBeUndefined()
  })

  test('are few with one', () => {
    expect(parseConfig(keyed).model).toEqual({
      platform: 'anthropic',
      apiKey: 'sk-test',
      model: 'claude-sonnet-5-5',
      geo: 'us',
      tenantUsdPerDay: 50,
      personUsdPerDay: 5,
    })
  })

  test('name a cloud and its region', () => {
    const cloud = { ...sandbox, POSTIL_MODEL_PLATFORM: 'bedrock', POSTIL_MODEL_REGION: 'us-east-1' }
    expect(parseConfig(cloud).model).toMatchObject({ platform: 'bedrock', region: 'us-east-1' })
    expect(() => parseConfig({ ...cloud, POSTIL_MODEL_REGION: '' })).toThrow(/POSTIL_MODEL_REGION/)
  })

  test('name a second model, which must be another and covered', () => {
    const second = (id: string) => parseConfig({ ...keyed, POSTIL_MODEL_ON_REFUSAL: id }).model
    expect(second('claude-opus-5-5')).toMatchObject({ model: 'claude-sonnet-5-5', secondModels: ['claude-opus-5-5'] })
    expect(second('claude-opus-5-5,claude-haiku-5-5')?.secondModels).toEqual(['claude-opus-5-5', 'claude-haiku-5-5'])
    for (const id of [
      'claude-sonnet-5-5',
      'claude-fable-5-2',
      'claude-mythos-5-2',
      'gpt-9',
      'claude-opus-5-5 x',
      'claude-opus-5-5,gpt-9',
      'claude-opus-5-5,',
    ]) {
      expect(() => second(id), id).toThrow(/^POSTIL_MODEL_ON_REFUSAL/)
    }
  })

  test('need a stated agreement and https in production', () => {
    const live = { ...production, POSTIL_MODEL_API_KEY: 'sk-test' }
    expect(() => parseConfig(live)).toThrow(/POSTIL_MODEL_AGREEMENT/)
    const agreed = { ...live, POSTIL_MODEL_AGREEMENT: 'baa' }
    expect(parseConfig(agreed).model).toMatchObject({ platform: 'anthropic' })
    expect(() => parseConfig({ ...agreed, POSTIL_MODEL_URL: 'http://model.example' })).toThrow(/POSTIL_MODEL_URL/)
  })

  test('never name the key when they are wrong', () => {
    expect(() => parseConfig({ ...keyed, POSTIL_MODEL_USD_PER_DAY: 'much' })).toThrow(
      /^POSTIL_MODEL_USD_PER_DAY: is not/,
    )
  })
})

describe('the configuration', () => {
  test('needs little in the sandbox', () => {
    expect(parseConfig(sandbox)).toMatchObject({
      profile: 'sandbox',
      host: '127.0.0.1',
      port: 8787,
      database: { kind: 'pglite', dir: '.postil/db' },
      dataDir: '.postil',
      logLevel: 'info',
    })
  })

  test('is read in full in production', () => {
    const config = parseConfig({
      ...production,
      DATABASE_URL: 'postgres://db.example/postil?sslmode=verify-full',
      POSTIL_PORT: '8080',
      POSTIL_LIMIT_BODY_BYTES: '4096',
    })
    expect(config).toMatchObject({
      port: 8080,
      publicOrigin: 'https://postil.example',
      database: { kind: 'postgres', url: 'postgres://db.example/postil?sslmode=verify-full' },
      limits: { bodyBytes: 4096, sessionMs: 600_000 },
    })
    expect(config.keys?.columnKeys.map(({ id }) => id)).toEqual(['new', 'old'])
  })

  test('counts an empty setting as absent', () => {
    expect(parseConfig({ ...sandbox, DATABASE_URL: '', POSTIL_PORT: '' }).port).toBe(8787)
  })

  test('names where checkpoints go, or says that they go nowhere', () => {
    expect(parseConfig(production).checkpoints).toEqual({ kind: 'none' })
    expect(parseConfig({ ...witnessed, POSTIL_CHECKPOINT_MAX_LATE_SECONDS: '0' }).checkpoints).toEqual({
      kind: 'sink',
      sink: { address: 'syslog+tls://siem.example' },
      keyFile: '/run/secrets/checkpoint.pem',
      rhythm: { everyRows: 1000, everyMs: 60_000, maxLateMs: Number.POSITIVE_INFINITY },
    })
  })

  test.each([
    ['POSTIL_PROFILE', { POSTIL_TENANTS_FILE: 'x' }],
    ['POSTIL_PROFILE', { ...sandbox, POSTIL_PROFILE: 'staging' }],
    ['POSTIL_TENANTS_FILE', { POSTIL_PROFILE: 'sandbox' }],
    ['POSTIL_PORT', { ...sandbox, POSTIL_PORT: '80x' }],
    ['POSTIL_PORT', { ...sandbox, POSTIL_PORT: '65536' }],
    ['POSTIL_LOG_LEVEL', { ...sandbox, POSTIL_LOG_LEVEL: 'trace' }],
    ['DATABASE_URL', { ...sandbox, DATABASE_URL: 'not a url' }],
    ['DATABASE_URL', { ...production, DATABASE_URL: 'postgres://db.example/postil' }],
    ['DATABASE_URL', { ...production, DATABASE_URL: 'postgres://db.example/postil?sslmode=require' }],
    ['DATABASE_URL', { ...production, DATABASE_URL: 'postgres://localhost/postil?host=db.example' }],
    ['POSTIL_DATABASE_TLS', { ...production, POSTIL_DATABASE_TLS: 'off' }],
    ['POSTIL_LOG_LEVEL', { ...production, POSTIL_LOG_LEVEL: 'debug' }],
    ['POSTIL_PUBLIC_ORIGIN', { ...production, POSTIL_PUBLIC_ORIGIN: 'http://postil.example' }],
    ['POSTIL_PUBLIC_ORIGIN', { ...production, POSTIL_PUBLIC_ORIGIN: '' }],
    ['POSTIL_COLUMN_KEYS', { ...production, POSTIL_COLUMN_KEYS: '' }],
    ['POSTIL_COLUMN_KEYS', { ...production, POSTIL_COLUMN_KEYS: 'new:short' }],
    ['POSTIL_COLUMN_KEYS', { ...production, POSTIL_COLUMN_KEYS: key }],
    ['POSTIL_REFERENCE_KEY', { ...production, POSTIL_REFERENCE_KEY: '' }],
    ['POSTIL_REFERENCE_KEY', { ...sandbox, POSTIL_REFERENCE_KEY: 'short' }],
    ['POSTIL_CHECKPOINT_SINK', { ...production, POSTIL_CHECKPOINT_SINK: '' }],
    ['POSTIL_CHECKPOINT_SINK', { ...witnessed, POSTIL_CHECKPOINT_SINK: 'http://store.example/bucket/' }],
    ['POSTIL_CHECKPOINT_KEY_FILE', { ...witnessed, POSTIL_CHECKPOINT_KEY_FILE: '' }],
    ['POSTIL_CHECKPOINT_MAX_LATE_SECONDS', { ...witnessed, POSTIL_CHECKPOINT_MAX_LATE_SECONDS: '60' }],
  ])('stops the start and names %s', (setting, variables) => {
    expect(() => parseConfig(variables)).toThrow(expect.objectContaining({ name: 'ConfigError', setting }))
  })

  test('never repeats the value of a setting', () => {
    const parse = () => parseConfig({ ...production, POSTIL_COLUMN_KEYS: 'id:my-secret-key' })
    expect(parse).toThrow(expect.objectContaining({ message: expect.not.stringContaining('my-secret-key') }))
  })
})

test('figures have a port of their own only where one is named, and a drain the length that is said', () => {
  expect(parseConfig(sandbox).metrics).toBeUndefined()
  expect(parseConfig({ ...sandbox, POSTIL_METRICS_PORT: '9464' }).metrics).toEqual({ host: '127.0.0.1', port: 9464 })
  expect(parseConfig({ ...sandbox, POSTIL_DRAIN_SECONDS: '0' }).limits.drainMs).toBe(0)
  expect(parseConfig(sandbox).limits.drainMs).toBe(10_000)
  expect(parseConfig({ ...sandbox, POSTIL_MODEL_ANSWER_SECONDS: '0' }).limits.modelAnswerMs).toBe(0)
  expect(parseConfig(sandbox).limits.modelAnswerMs).toBe(600_000)
})
