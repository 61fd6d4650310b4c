import { expect, test } from 'vitest'
import { whyNoAnswer } from './http-words.ts'

test.each([
  ['EAI_AGAIN', 'its name was not found'],
  ['ECONNREFUSED', 'nothing listens there'],
  ['EPIPE', 'the connection was closed before an answer'],
  ['ENETUNREACH', 'it cannot be reached'],
  ['EPROTO', 'its encryption failed; perhaps it speaks http only'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is signed by nobody whom this computer trusts'],
  ['HPE_INVALID_CONSTANT', 'its answer is not HTTP'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'its encryption failed (ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION)'],
  ['CERT_REVOKED', 'its encryption failed (CERT_REVOKED)'],
  ['EMFILE', 'the connection failed (EMFILE)'],
  ['', 'the connection failed'],
])('%j in words', (code, words) => {
  expect(whyNoAnswer(code)).toBe(words)
})
