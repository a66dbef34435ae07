import type { IncomingMessage } from 'node:http'
import { isEncoded, isTrick } from '../guard/headers.ts'
import type { Refusal } from './refusal.ts'

/** Steps up and down, also encoded: a proxy that guards paths may read them differently. */
const STEPS = /\/\.{1,2}(?:\/|$)/

const HOST = /^(?:[\w.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/

const VERSIONS: readonly string[] = ['1.0', '1.1']

/** Looks at what stands in front of the body. Undefined where nothing is wrong. */
export function inspect(request: IncomingMessage, maxHeaders: number): Refusal | undefined {
  if (request.rawHeaders.length / 2 > maxHeaders)
    return { kind: 'HEADER_SIZE', detail: `headers: expected at most ${maxHeaders}, found more; send fewer` }
  return oddFrame(request) ?? oddPath(request) ?? oddHost(request) ?? oddBody(request)
}

/** What a proxy before us may read otherwise than we do: where this request ends, and the next one begins. */
function oddFrame({ httpVersion, headers }: IncomingMessage): Refusal | undefined {
  if (!VERSIONS.includes(httpVersion)) return invalid('request: expected HTTP/1.1, found another version; write HTTP/1.1')
  const { 'transfer-encoding': coding = 'chunked', expect = '100-continue' } = headers
  if (coding !== 'chunked')
    return invalid('transfer-encoding: expected chunked or none, found something else; send the body as it is')
  if (expect.toLowerCase() === '100-continue') return undefined
  return invalid('expect: expected 100-continue or none, found something else; leave it out')
}

function oddPath({ url = '' }: IncomingMessage): Refusal | undefined {
  const [path = ''] = url.split('?', 1)
  if (path.startsWith('/') && !path.startsWith('//') && !STEPS.test(path) && !isTrick(path)) return undefined
  return invalid('path: expected one like /v1/payments, found steps, encoded slashes or a whole address; write it plainly')
}

/** node:http keeps the first of several, a proxy may keep the last. */
function oddHost({ httpVersion, rawHeaders, headers: { host } }: IncomingMessage): Refusal | undefined {
  const count = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length
  if (count > 1) return invalid(`host: expected one, found ${count}; write the name of this gateway once`)
  // Checks of health by HTTP/1.0 name no host.
  if (host === undefined && httpVersion === '1.0') return undefined
  if (host !== undefined && HOST.test(host)) return undefined
  const found = host === undefined ? 'none' : 'something else'
  return invalid(`host: expected a name and perhaps a port, found ${found}; write the name of this gateway`)
}

function oddBody({ headers }: IncomingMessage): Refusal | undefined {
  if (!isEncoded(headers['content-encoding'])) return undefined
  return {
    kind: 'BODY_TYPE',
    detail: 'content-encoding: expected a body that is not compressed, found one that is; send it as it is',
  }
}

function invalid(detail: string): Refusal {
  return { kind: 'INVALID', detail }
}
