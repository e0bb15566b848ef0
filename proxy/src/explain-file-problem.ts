/** Why a file or folder cannot be used, in words of ours: those of the machine quote paths, and those of a parser the file. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  ENOTDIR: 'part of its path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'the user that runs Postil may not; look at its owner and mode, and at those of its folders',
  EPERM: 'the user that runs Postil may not; look at its owner and mode, and at those of its folders',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
}

/** @returns for behind a colon, as in "cannot be read: it is not there (ENOENT)"; undefined where the file itself is wrong. */
export function explainFileProblem(cause: unknown): string | undefined {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return REASONS[code] && `${REASONS[code]} (${code})`
}
