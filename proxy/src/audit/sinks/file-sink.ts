/** A file, one line a checkpoint. Worth something when it is on another machine, or append-only (`chattr +a`). */
import { type FileHandle, open } from 'node:fs/promises'
import { ConfigError } from '../../errors.ts'
import { describeFileProblem } from '../../explain-file-problem.ts'
import { formatCheckpoint } from '../checkpoint.ts'
import { AuditError } from '../errors.ts'
import type { CheckpointSink } from './checkpoint-sink.ts'

/** @param setting who is to blame where the file cannot be written. */
export function createFileSink(path: string, setting = 'POSTIL_CHECKPOINT_SINK'): CheckpointSink {
  const openFile = (): Promise<FileHandle> => open(path, 'a', 0o640)
  return {
    deliver: async (signed) => {
      try {
        const file = await openFile()
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
    tryOut: async () => {
      try {
        const file = await openFile()
        await file.close()
      } catch (cause) {
        const reason = describeFileProblem(cause)
        const message = `names a checkpoint file that cannot be written: ${reason}.`
        throw new ConfigError(setting, message, { cause })
      }
    },
  }
}
