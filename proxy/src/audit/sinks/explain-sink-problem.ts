import { ConfigError } from '../../errors.ts'
import { AuditError } from '../errors.ts'

const SETTING = 'POSTIL_CHECKPOINT_SINK'
const UNTRUSTED = /^(?:DEPTH_ZERO_)?SELF_SIGNED_CERT|^UNABLE_TO_(?:VERIFY|GET_ISSUER)/
const NO_TLS = /^(?:ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)|EPROTO)$/

/**
 * Somebody must change what is told as a ConfigError; all else may be over in a moment, an unknown name of a host among it,
 * since clusters forget the names of services that are down.
 */
export function explainSinkProblem(cause: unknown): ConfigError | AuditError {
  const code = findCode(cause)
  if (UNTRUSTED.test(code)) {
    const message = `the certificate of the sink is of no known authority (${code}). Name yours in NODE_EXTRA_CA_CERTS.`
    return new ConfigError(SETTING, message, { cause })
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const message = `the certificate of the sink names another host (${code}). Correct the host, or the certificate.`
    return new ConfigError(SETTING, message, { cause })
  }
  if (NO_TLS.test(code)) {
    const message = `what answers there speaks no TLS (${code}). Correct the port, or switch TLS on there.`
    return new ConfigError(SETTING, message, { cause })
  }
  return new AuditError('sink-unreachable', `The checkpoint sink does not answer (${code || 'no reason given'}).`, {
    cause,
  })
}

/** `fetch` puts the reason behind its own error. */
function findCode(cause: unknown): string {
  if (!(cause instanceof Error)) return ''
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : findCode(cause.cause)
}
