// Each sink against a server that speaks the real protocol.
import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { createCheckpointSigner, formatCheckpoint, tryParseCheckpoint } from '#proxy/audit/checkpoint.ts'
import { readOrMakeSigningKey, readSigningKey } from '#proxy/audit/read-signing-key.ts'
import { createCheckpointSink } from '#proxy/audit/sinks/checkpoint-sink.ts'
import { NOW } from '../proxy-fixture.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'postil-sinks-'))
afterAll(() => rmSync(directory, { recursive: true }))
let close: (() => void) | undefined
afterEach(() => {
  close?.()
  close = undefined
})

const SINK = path.resolve(import.meta.dirname, '../../../proxy/src/audit/sinks/checkpoint-sink.ts')
const signer = readOrMakeSigningKey(directory)
const signed = signer.sign({ tenant: parseTenantKey('hospital'), seq: 1200, hash: 'ab'.repeat(32) }, new Date(NOW))

function listen(server: Server): Promise<number> {
  close = () => void server.close()
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

describe('the file', () => {
  test('grows by a line a checkpoint', async () => {
    const file = path.join(directory, 'checkpoints.ndjson')
    const sink = createCheckpointSink({ address: `file:${file}` })
    await sink.deliver(signed)
    await sink.deliver(signed)
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    expect(lines.map(tryParseCheckpoint)).toEqual([signed, signed])
  })

  test('on a full disk says so, and the next one is read behind what is left of it', async () => {
    const file = path.join(directory, 'full.ndjson')
    // A process that may write files of one block: the third checkpoint does not fit.
    const deliver = `
      process.on('SIGXFSZ', () => undefined)
      const { createCheckpointSink } = await import(${JSON.stringify(SINK)})
      const sink = createCheckpointSink({ address: ${JSON.stringify(`file:${file}`)} })
      for (const seq of [1, 2, 3, 4]) {
        const isTaken = await sink.deliver({ ...${JSON.stringify(signed)}, seq }).then(() => true, () => false)
        console.log(seq + ' ' + isTaken)
      }`
    const told = execFileSync(
      'sh',
      ['-c', 'ulimit -f 1; exec "$0" --input-type=module -e "$1"', process.execPath, deliver],
      // A cache of compiled code would be the first file that is too large.
      { encoding: 'utf8', env: {} },
    )
    const taken = told.match(/\d+(?= true)/g) ?? []
    expect(told).toContain('false')
    const before = readFileSync(file, 'utf8')
    expect(before).not.toMatch(/\n$/)
    await createCheckpointSink({ address: `file:${file}` }).deliver(signed)
    const read = readFileSync(file, 'utf8').trimEnd().split('\n').map(tryParseCheckpoint)
    expect(read).toEqual([...taken.map((seq) => ({ ...signed, seq: Number(seq) })), signed])
  })

  test('that cannot be written says so', async () => {
    const sink = createCheckpointSink({ address: `file:${directory}/nowhere/x` })
    await expect(sink.deliver(signed)).rejects.toMatchObject({ name: 'AuditError', code: 'sink-unreachable' })
  })
})

describe('syslog', () => {
  const HEADER = /^<109>1 2026-03-02T10:00:00\.000Z \S+ postil \d+ checkpoint - /

  test('over TCP is one counted frame of RFC 5424', async () => {
    const frames: string[] = []
    const server = createTcpServer((socket) => {
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk.toString()
      })
      socket.on('end', () => {
        frames.push(text)
        socket.end()
      })
    })
    await createCheckpointSink({ address: `syslog+tcp://127.0.0.1:${await listen(server)}` }).deliver(signed)
    const [, length, message = ''] = /^(\d+) (.*)$/s.exec(frames[0] ?? '') ?? []
    expect(Number(length)).toBe(message.length)
    expect(message).toMatch(HEADER)
    expect(tryParseCheckpoint(`<13>collector wrote this ${message} and that`)).toEqual(signed)
  })

  test('over UDP is one datagram', async () => {
    const socket = createSocket('udp4')
    close = () => socket.close()
    const received = new Promise<string>((resolve) => {
      socket.once('message', (message) => resolve(message.toString()))
    })
    await new Promise<void>((resolve) => {
      socket.bind(0, '127.0.0.1', () => resolve())
    })
    await createCheckpointSink({ address: `syslog+udp://127.0.0.1:${socket.address().port}` }).deliver(signed)
    expect(await received).toMatch(HEADER)
  })

  test.each(['tcp', 'tls'])('over %s without a server says so', async (transport) => {
    const sink = createCheckpointSink({ address: `syslog+${transport}://127.0.0.1:1` })
    await expect(sink.deliver(signed)).rejects.toMatchObject({ code: 'sink-unreachable' })
  })

  test('over TLS does not talk to a server that it cannot believe', async () => {
    const server = createTcpServer((socket) => socket.end('not TLS'))
    const sink = createCheckpointSink({ address: `syslog+tls://127.0.0.1:${await listen(server)}` })
    await expect(sink.deliver(signed)).rejects.toMatchObject({ code: 'sink-unreachable' })
  })
})

describe('the object store', () => {
  const serve = async (status: number, headers: Record<string, string> = {}) => {
    const asked: unknown[] = []
    const server = createHttpServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString()
      })
      request.on('end', () => {
        const { method, url, headers: sent } = request
        asked.push({ method, url, body, match: sent['if-none-match'], authorization: sent.authorization })
        response.writeHead(status, headers).end()
      })
    })
    const tokenFile = path.join(directory, 'token')
    writeFileSync(tokenFile, 'secret\n')
    const address = `http://127.0.0.1:${await listen(server)}/bucket/postil`
    return { asked, sink: createCheckpointSink({ address, tokenFile }) }
  }

  test('gets one object a checkpoint, which it must not overwrite', async () => {
    const { asked, sink } = await serve(201)
    await sink.deliver(signed)
    expect(asked).toEqual([
      {
        method: 'PUT',
        url: '/bucket/postil/hospital/000000001200-abababababababab.json',
        body: formatCheckpoint(signed),
        match: '*',
        authorization: 'Bearer secret',
      },
    ])
  })

  test.each([
    [200, true],
    [204, true],
    [412, true],
    [307, false],
    [403, false],
    [500, false],
  ])('that answers %d has it: %s', async (status, isKept) => {
    const { asked, sink } = await serve(status, status === 307 ? { location: '/elsewhere' } : {})
    const outcome = await sink.deliver(signed).then(
      () => true,
      () => false,
    )
    expect([outcome, asked.length]).toEqual([isKept, 1])
  })
})

describe('tried out at the start', () => {
  const tryOut = (address: string) => createCheckpointSink({ address }).tryOut()

  test('a file is made and stays empty', async () => {
    const file = path.join(directory, 'tried.ndjson')
    await tryOut(`file:${file}`)
    expect(readFileSync(file, 'utf8')).toBe('')
  })

  test.each([
    ['in no folder', `${directory}/nowhere/x`, /cannot be written: it is not there.*\(ENOENT\)/],
    ['that is a folder', directory, /it is a folder.*\(EISDIR\)/],
    ['below a file', `${SINK}/x`, /part of its path is no folder.*\(ENOTDIR\)/],
    [
      'of a file system that takes none',
      '/proc/postil/x',
      /^POSTIL_CHECKPOINT_SINK: names a checkpoint file that cannot/,
    ],
  ])('a file %s stops it', async (_, file, said) => {
    await expect(tryOut(`file:${file}`)).rejects.toThrow(said)
    await expect(tryOut(`file:${file}`)).rejects.toMatchObject({ setting: 'POSTIL_CHECKPOINT_SINK' })
  })

  test('a syslog server is called and told nothing', async () => {
    let told = 0
    const ended = new Promise<void>((resolve) => {
      const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
        socket.on('data', ({ length }) => {
          told += length
        })
        socket.on('end', () => {
          socket.end()
          resolve()
        })
      })
      void listen(server).then((port) => tryOut(`syslog+tcp://127.0.0.1:${port}`))
    })
    await ended
    expect(told).toBe(0)
  })

  test.each(['syslog+tcp://127.0.0.1:PORT', 'syslog+tls://127.0.0.1:PORT', 'http://127.0.0.1:PORT/bucket/'])(
    '%s is away, which stops nothing',
    async (place) => {
      const server = createTcpServer()
      const address = place.replace('PORT', String(await listen(server)))
      await new Promise((resolve) => {
        server.close(resolve)
      })
      await expect(tryOut(address)).rejects.toMatchObject({ name: 'AuditError', code: 'sink-unreachable' })
      await expect(tryOut(address)).rejects.toThrow('ECONNREFUSED')
    },
  )

  test('a certificate that nobody vouches for stops it, for syslog and for a store', async () => {
    const pem = path.join(directory, 'tls.pem')
    const make = ['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
    const rest = ['-keyout', pem, '-out', `${pem}.crt`, '-subj', '/CN=127.0.0.1', '-days', '1']
    execFileSync('openssl', [...make, ...rest], { stdio: 'ignore' })
    const server = createTlsServer({ key: readFileSync(pem), cert: readFileSync(`${pem}.crt`) })
    const port = await listen(server)
    for (const address of [`syslog+tls://127.0.0.1:${port}`, `https://127.0.0.1:${port}/bucket/`]) {
      await expect(tryOut(address), address).rejects.toThrow(/^POSTIL_CHECKPOINT_SINK: .*NODE_EXTRA_CA_CERTS/)
    }
  })

  test('a server without TLS stops it', async () => {
    const port = await listen(createTcpServer((socket) => socket.end('not TLS, but plain words')))
    await expect(tryOut(`syslog+tls://127.0.0.1:${port}`)).rejects.toThrow(/speaks no TLS/)
  })

  test.each([
    [200, true],
    [403, true],
    [404, true],
    [307, true],
    [401, false],
  ])('a store that answers %d to who writes nothing is good: %s', async (status, isGood) => {
    const methods: (string | undefined)[] = []
    const server = createHttpServer((request, response) => {
      methods.push(request.method)
      response.writeHead(status, { location: '/elsewhere' }).end()
    })
    const outcome = await tryOut(`http://127.0.0.1:${await listen(server)}/bucket`).then(
      () => true,
      (error: unknown) => error,
    )
    if (isGood) expect(outcome).toBe(true)
    else expect(outcome).toMatchObject({ name: 'AuditError', code: 'sink-refused' })
    expect(methods).toEqual(['HEAD'])
  })
})

describe('settings', () => {
  test.each(['ftp://x', 'nowhere', 'syslog://x'])('«%s» is no sink', (address) => {
    expect(() => createCheckpointSink({ address })).toThrow('POSTIL_CHECKPOINT_SINK')
  })

  test('a key file is made once in the sandbox, and read ever after', () => {
    expect(readOrMakeSigningKey(directory).keyId).toBe(signer.keyId)
  })

  test.each([
    ['is not there', () => readSigningKey(path.join(directory, 'no-key'))],
    ['holds no key', () => createCheckpointSigner('hello')],
  ])('a key file that %s stops the start', (_, read) => {
    expect(read).toThrow('POSTIL_CHECKPOINT_KEY_FILE')
  })

  test.each(['', 'x', '{"postilCheckpoint":2}'])('«%s» is no checkpoint', (line) => {
    expect(tryParseCheckpoint(line)).toBeUndefined()
  })

  test('a checkpoint that was cut is malformed, not absent', () => {
    expect(tryParseCheckpoint(formatCheckpoint(signed).slice(0, 60))).toBe('malformed')
  })
})
