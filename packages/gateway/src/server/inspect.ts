import type { IncomingMessage } from 'node:http'
import { isEncoded, isTrick } from '../guard/headers.ts'
import type { Refusal } from './refusal.ts'

/** Steps up and down, also encoded: a proxy that guards paths may read them differently. */
const STEPS = /\/\.{1,2}(?:\/|$)/

const HOST = /^(?:[\w.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/

/** Looks at what stands in front of the body. Undefined where nothing is wrong. */
export function inspect({ rawHeaders, headers, url = '' }: IncomingMessage, maxHeaders: number): Refusal | undefined {
  if (rawHeaders.length / 2 > maxHeaders)
    return { kind: 'HEADER_SIZE', detail: `headers: expected at most ${maxHeaders}, found more; send fewer` }
  const [path = ''] = url.split('?', 1)
  if (!path.startsWith('/') || path.startsWith('//') || STEPS.test(path) || isTrick(path))
    return {
      kind: 'INVALID',
      detail: 'path: expected one like /v1/payments, found steps, encoded slashes or a whole address; write it plainly',
    }
  if (headers.host !== undefined && !HOST.test(headers.host))
    return {
      kind: 'INVALID',
      detail: 'host: expected a name and perhaps a port, found something else; write the name of this gateway',
    }
  if (isEncoded(headers['content-encoding']))
    return {
      kind: 'BODY_TYPE',
      detail: 'content-encoding: expected a body that is not compressed, found one that is; send it as it is',
    }
  return undefined
}
