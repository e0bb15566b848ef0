/** Why a file or folder cannot be used, in words of ours: those of the machine quote paths, and those of a parser the file. */
const NOT_ALLOWED = 'the user that runs Postil may not; look at its owner and mode, and at those of its folders'
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there; correct the path, or put it there',
  ENOTDIR: 'part of its path is no folder; correct the path',
  EISDIR: 'it is a folder; name a file',
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  EROFS: 'the file system is read-only; name another place, or mount it writable',
  ENOSPC: 'the disk is full; make room',
}

/** @returns for behind a colon, as in "cannot be read: it is not there (ENOENT)"; undefined where the file itself is wrong. */
export function explainFileProblem(cause: unknown): string | undefined {
  const code = findCode(cause)
  return REASONS[code] && `${REASONS[code]} (${code})`
}

/** Of a file in which nothing can be wrong itself: only its place, or the machine. */
export function describeFileProblem(cause: unknown): string {
  const code = findCode(cause)
  return explainFileProblem(cause) ?? `look at the disk${code && ` (${code})`}`
}

function findCode(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return /^E[A-Z0-9]+$/.test(code) ? code : ''
}
