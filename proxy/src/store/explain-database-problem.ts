/** Why a database cannot be opened and what to do, in words of ours: those of the server may quote a row, and an address a password. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server answers at this host and port. Start PostgreSQL, or correct them',
  ENOENT: 'there is no socket at this path. Start PostgreSQL, or correct it',
  EACCES: 'the user that runs Postil may not use what is at this path; look at its owner and mode',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTFOUND: 'the host name is not known. Correct it',
  EAI_AGAIN: 'the name server does not answer. Try again',
  ETIMEDOUT: 'the server does not answer. Look at the host, the port and the firewall between',
  EHOSTUNREACH: 'there is no way to the host. Look at it and at the network',
  ENETUNREACH: 'there is no way to the host. Look at it and at the network',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'the certificate of the server names another host. Correct the host, or the certificate',
  CERT_HAS_EXPIRED: 'the certificate of the server is too old. Renew it',
  '28P01': 'the server refuses the password. Correct it',
  '28000': 'the server does not let this user in. Correct the user, make it, or look at pg_hba.conf',
  '3D000': 'there is no such database. Make it, owned by the user of the proxy',
  '42501': 'the user may not do what is needed. It must own its schema (docs/audit-and-keys.md)',
  '25006': 'the server takes no changes. Name the primary, not a standby',
  '42P01': 'it holds no trail. Correct the address, or start a proxy on it first',
  '53100': 'the disk of the server is full',
  '53300': 'the server has no connection left. Raise max_connections, or end what holds them',
  '57P03': 'the server is starting or stopping. Try again',
}
const UNTRUSTED =
  'the certificate of the server is of no known authority. Name yours in NODE_EXTRA_CA_CERTS or sslrootcert'

/** What has no code of its own says it in fixed words: the driver's, and those of Kysely's list of migrations. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)/, UNTRUSTED],
  [/does not support SSL/, 'the server has no TLS. Switch it on there (ssl = on)'],
  [/timeout exceeded|connection timeout/, REASONS['ETIMEDOUT'] ?? ''],
  [/corrupted migrations/, 'it has the schema of another version, most likely a newer one. Start that, or restore'],
]

/** @param error of the driver, perhaps wrapped. */
export function explainDatabaseProblem(error: unknown): string {
  if (!(error instanceof Error)) return 'look at its log.'
  const code = 'code' in error ? String(error.code) : ''
  const reason = REASONS[code]
  if (reason !== undefined) return `${reason} (${code}).`
  const known = WORDS.find(([pattern]) => pattern.test(`${code} ${error.message}`))
  if (known) return `${known[1]}.`
  return error.cause === undefined ? `look at its log (${code || error.name}).` : explainDatabaseProblem(error.cause)
}
