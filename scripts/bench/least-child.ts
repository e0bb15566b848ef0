// The least that an analysis could do on this machine: Node's own server, a signature verified, one read of the database
// and one row that is on its disk before the answer. What the proxy takes beyond that is its own.
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { connectPglite, connectPostgres } from '#proxy/store/dialects.ts'
import { answerParent } from './child-side.ts'

const [, , databaseUrl] = process.argv
const dataDir = mkdtempSync(path.join(tmpdir(), 'postil-bench-least-'))
const { runSql } = databaseUrl ? connectPostgres(databaseUrl) : connectPglite(path.join(dataDir, 'db'))
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const signed = Buffer.alloc(300)
const signature = sign('sha256', signed, privateKey)

await runSql('create table if not exists least (id bigint generated always as identity primary key, note text)')

function verifyElsewhere(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify('sha256', signed, publicKey, signature, (error, isGood) => (error ? reject(error) : resolve(isGood)))
  })
}

async function answer(request: IncomingMessage): Promise<string> {
  const body = await text(request)
  JSON.parse(body)
  if (!(await verifyElsewhere())) throw new Error('The signature is not good.')
  await runSql('select note from least where id = $1', [1])
  await runSql('insert into least (note) values ($1)', [body.slice(0, 300)])
  return 'event: done\n\n'
}

const server = createServer((request, response) => {
  answer(request).then(
    (events) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(events),
    () => response.writeHead(500).end(),
  )
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  answerParent(`http://127.0.0.1:${port}`, async () => {
    server.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
})
