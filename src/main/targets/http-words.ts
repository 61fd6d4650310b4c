/**
 * Why no answer came, in words that follow "because" or a colon, with "it" for the server.
 * @param code what Node or OpenSSL reports; never their message, which holds host and path. Empty: they report nothing
 */
export function whyNoAnswer(code: string): string {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name was not found'
    case 'ECONNREFUSED':
      return 'nothing listens there'
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection was closed before an answer'
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'it cannot be reached'
    case 'EPROTO':
      return 'its encryption failed; perhaps it speaks http only'
    case 'CERT_HAS_EXPIRED':
      return 'its certificate has expired'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'its certificate is for another name'
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'its certificate is signed by nobody whom this computer trusts'
    default:
      if (code.startsWith('HPE_')) return 'its answer is not HTTP'
      return /SSL|TLS|CERT|SIGN/.test(code) ? `its encryption failed (${code})` : `the connection failed${code === '' ? '' : ` (${code})`}`
  }
}
