/** A file, one line a checkpoint. Worth something when it is on another machine, or append-only (`chattr +a`). */
import { open } from 'node:fs/promises'
import { formatCheckpoint } from '../checkpoint.ts'
import { AuditError } from '../errors.ts'
import type { CheckpointSink } from './checkpoint-sink.ts'

export function createFileSink(path: string): CheckpointSink {
  return {
    deliver: async (signed) => {
      try {
        const file = await open(path, 'a', 0o640)
        try {
          // All of it or an error: a bare `write` stops in the middle on a full disk, and says nothing.
          await file.writeFile(`${formatCheckpoint(signed)}\n`)
          await file.datasync()
        } finally {
          await file.close()
        }
      } catch (cause) {
        throw new AuditError('sink-unreachable', 'The checkpoint file cannot be written.', { cause })
      }
    },
  }
}
