import { GatewayProblem } from '../problem/problem.ts'

/** An sf-string (RFC 9651): printable ASCII in quotes, `\"` and `\\` inside. */
const SF_STRING = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/

/**
 * The key that `Idempotency-Key` brings (draft-ietf-httpapi-idempotency-key-header): 1 to 255 visible characters, in quotes.
 *
 * @throws GatewayProblem `IDEMPOTENCY_KEY`
 */
export function idempotencyKeyOf(headers: Headers): string | undefined {
  const header = headers.get('idempotency-key')
  if (header === null) return undefined
  const key = SF_STRING.exec(header)?.[1]?.replaceAll(/\\(["\\])/g, '$1') ?? ''
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key
  const sentence =
    'Idempotency-Key: expected 1 to 255 visible characters in quotes, once, such as "8e03978e-40d5-43e6-bc93-6894a57f9324", found another form'
  throw new GatewayProblem('IDEMPOTENCY_KEY', sentence, { parameter: 'Idempotency-Key' })
}
