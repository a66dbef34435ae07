/** What went wrong on the way, as a sentence and a code. Nothing of got's errors is kept: they carry keys, headers and bodies. */
import { type FailureCode, fail, type RetryAdvice } from '@tpkit/core/errors'
import { TransportError } from '@tpkit/core/ports'

/** A call that was not begun: no socket, no name lookup. */
export function refusal(code: FailureCode, message: string): TransportError {
  return new TransportError(fail(code, message), false)
}

/** What is known about a call when it fails. */
interface CallState {
  readonly label: string
  /** True from the moment the request had a connected socket. */
  readonly left: boolean
}

/** Any error of Node or got as a `TransportError`. */
export function wireFailure(error: unknown, call: CallState): TransportError {
  const native = nativeOf(error)
  const code = codeOf(native)
  const { failure, sentence, retry } = meaning(code)
  return failureOf(call, failure, `${sentence} (${code})`, { cause: native, ...(retry && { retry }) })
}

/** A failure that we saw ourselves: too late, too much, given up. */
export function failureOf(
  call: CallState,
  code: FailureCode,
  sentence: string,
  more: { readonly retry?: RetryAdvice; readonly cause?: unknown } = {},
): TransportError {
  const reach = call.left ? 'the request may have arrived' : 'nothing of the request was sent'
  const { cause, ...advice } = more
  return new TransportError(
    fail(code, `${call.label}: ${sentence}; ${reach}`, advice),
    call.left,
    cause === undefined ? {} : { cause },
  )
}

/** The machine's own code of an error, `UNKNOWN` where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN'
}

/** The innermost error, as a copy of its code and message and nothing else. */
function nativeOf(error: unknown): Error {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const message = inner instanceof Error ? inner.message : 'not an error object'
  // got wraps what Node threw; where both have a code, Node's is the telling one.
  const code = codeOf(inner) === 'UNKNOWN' ? codeOf(error) : codeOf(inner)
  return Object.assign(new Error(message), { code })
}

interface Meaning {
  readonly failure: FailureCode
  readonly sentence: string
  readonly retry?: RetryAdvice
}

/** First match counts. Names are those of Node's system errors, OpenSSL, and llhttp. */
const MEANINGS: readonly (readonly [codes: RegExp, Meaning])[] = [
  [/^ECONNREFUSED$/, { failure: 'UNAVAILABLE', sentence: 'the connection was refused; is the address right and the server up?' }],
  [
    /^(ENOTFOUND|EAI_)/,
    { failure: 'UNAVAILABLE', sentence: 'the host name was not found; check the name and the DNS of this machine' },
  ],
  [
    /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/,
    { failure: 'UNAVAILABLE', sentence: 'no route to the host; check network and firewall' },
  ],
  [/^(ETIMEDOUT|CONNECT_TIMEOUT)$/, { failure: 'TIMEOUT', sentence: 'no connection in time; check network, firewall and proxy' }],
  [/^PROXY_/, { failure: 'UNAVAILABLE', sentence: 'the proxy did not open a tunnel; check `proxy` and what it allows' }],
  [
    /^ERR_SSL_.*ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_\w+|NO_CERTIFICATE|HANDSHAKE_FAILURE|ACCESS_DENIED)/,
    {
      failure: 'UNAUTHORIZED',
      sentence: "the server refused our TLS client certificate; check that it is this merchant's, valid, and activated",
    },
  ],
  [
    /^ERR_TLS_CERT_ALTNAME/,
    {
      failure: 'UNVERIFIED',
      retry: 'after-fix',
      sentence: "the server's certificate is for another host name; check the address, and that nobody sits in between",
    },
  ],
  [
    /^(CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|INVALID_(CA|PURPOSE)|PATH_LENGTH|HOSTNAME_MISMATCH|ERROR_IN_CERT|CRL_)/,
    {
      failure: 'UNVERIFIED',
      retry: 'after-fix',
      sentence:
        "the server's certificate is not trusted; for a sandbox set `ca` to its authority, otherwise check who sits in between",
    },
  ],
  [/^(ERR_SSL_|EPROTO)/, { failure: 'UNAVAILABLE', sentence: 'the TLS handshake failed; does the address speak https?' }],
  [/^HPE_HEADER_OVERFLOW$/, { failure: 'LIMIT', sentence: 'the headers of the answer are too large; expected at most 16 kB' }],
  [/^HPE_/, { failure: 'MALFORMED', sentence: 'the answer is not HTTP; does the address lead to the wallet?' }],
  [
    /^(ERR_INVALID_CHAR|ERR_INVALID_HTTP_TOKEN|ERR_HTTP_INVALID_HEADER_VALUE|ERR_UNESCAPED_CHARACTERS)$/,
    { failure: 'INVALID', sentence: 'the request cannot be written as HTTP; expected plain ASCII in path and headers' },
  ],
  [
    /^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE|ERR_HTTP_CONTENT_LENGTH_MISMATCH|ERR_READING_RESPONSE_STREAM)$/,
    { failure: 'UNAVAILABLE', sentence: 'the connection broke before the answer was complete' },
  ],
]

function meaning(code: string): Meaning {
  const found = MEANINGS.find(([codes]) => codes.test(code))
  return found ? found[1] : { failure: 'UNAVAILABLE', sentence: 'the call failed' }
}
