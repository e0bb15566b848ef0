/** Sandbox only: keys are made on the first start and kept beside the embedded database. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod/mini'
import type { KeyMaterial, ProxyConfig } from '../config.ts'
import { makeDataDir, refuseDataDir } from '../data-dir.ts'
import { ConfigError } from '../errors.ts'
import { explainFileProblem } from '../explain-file-problem.ts'

const key = z.string().check(z.regex(/^[A-Za-z0-9+/]{43}=$/))
const columnKey = z.strictObject({ id: z.string(), key })
const keyFile = z.strictObject({ columnKeys: z.tuple([columnKey], columnKey), referenceKey: key })

/** @throws ConfigError when the file is there and cannot be used: making new keys would orphan what the old ones wrote. */
export function readKeys(config: Pick<ProxyConfig, 'keys' | 'dataDir'>): KeyMaterial {
  if (config.keys) return config.keys
  const file = path.join(config.dataDir, 'keys.json')
  makeDataDir(config.dataDir)
  try {
    const keys: KeyMaterial = {
      columnKeys: [{ id: 'sandbox-1', key: randomBytes(32).toString('base64') }],
      referenceKey: randomBytes(32).toString('base64'),
    }
    writeFileSync(file, JSON.stringify(keys), { mode: 0o600, flag: 'wx' })
    return keys
  } catch (cause) {
    if (!existsSync(file)) throw refuseDataDir(cause)
    return parseKeyFile(file)
  }
}

function parseKeyFile(file: string): KeyMaterial {
  try {
    return keyFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    const reason = explainFileProblem(cause) ?? 'it holds no keys. Bring back the one that wrote the database beside it'
    throw new ConfigError('POSTIL_DATA_DIR', `holds a keys.json that cannot be used: ${reason}.`, { cause })
  }
}
