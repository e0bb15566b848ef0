/** Who signs the ends of chains, and where what is signed is kept; in the sandbox both are in the data directory. */
import path from 'node:path'
import type { ProxyConfig } from '../config.ts'
import type { CheckpointSigner } from './checkpoint.ts'
import { readOrMakeSigningKey, readSigningKey } from './read-signing-key.ts'
import { type CheckpointSink, createCheckpointSink } from './sinks/checkpoint-sink.ts'
import { createFileSink } from './sinks/file-sink.ts'

export type Witness = { readonly signer: CheckpointSigner; readonly sink: CheckpointSink }

/** @returns undefined where the site wants none. @throws ConfigError */
export function openWitness({
  checkpoints,
  dataDir,
}: Pick<ProxyConfig, 'checkpoints' | 'dataDir'>): Witness | undefined {
  if (checkpoints?.kind === 'none') return undefined
  if (checkpoints) return { signer: readSigningKey(checkpoints.keyFile), sink: createCheckpointSink(checkpoints.sink) }
  const sink = createFileSink(path.join(dataDir, 'checkpoints.ndjson'), 'POSTIL_DATA_DIR')
  return { signer: readOrMakeSigningKey(dataDir), sink }
}
