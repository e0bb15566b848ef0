/** The key that signs checkpoints. In the sandbox one is made on the first start, like the other keys. */
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { makeDataDir, refuseDataDir } from '../data-dir.ts'
import { readNamedFile } from '../named-file.ts'
import { type CheckpointSigner, createCheckpointSigner } from './checkpoint.ts'

/** @throws ConfigError */
export function readSigningKey(keyFile: string): CheckpointSigner {
  return createCheckpointSigner(readNamedFile(keyFile, 'POSTIL_CHECKPOINT_KEY_FILE'))
}

/** @throws ConfigError */
export function readOrMakeSigningKey(dataDir: string): CheckpointSigner {
  const file = path.join(dataDir, 'checkpoint-key.pem')
  makeDataDir(dataDir)
  try {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  } catch (cause) {
    if (!existsSync(file)) throw refuseDataDir(cause)
  }
  return readSigningKey(file)
}
