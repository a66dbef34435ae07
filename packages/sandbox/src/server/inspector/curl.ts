import type { Headers } from '@tpkit/core'
import type { Exchanged } from '../../wallet.ts'
import { headerPairs, messageHeaders } from '../headers.ts'
import type { AccountEntry } from '../kind.ts'
import { textOf } from '../text.ts'

/** A command that sends the same bytes again, to where this sandbox stands; quoted for any POSIX shell. */
export function curlOf({ request, from }: Exchanged, account: AccountEntry): string {
  const [url, behindTls] = from === 'merchant' ? doorOf(request.url, account) : [request.url, false]
  const lines = [
    `curl -sS -X ${quoted(request.method)} ${quoted(url)}`,
    ...(behindTls ? identity(account) : []),
    ...headerLines(messageHeaders(request.headers)),
  ]
  const { before, argument } = bodyOf(request.body)
  return `${before}${[...lines, ...argument].join(' \\\n  ')}\n`
}

function headerLines(headers: Headers): readonly string[] {
  // Left to itself, curl would say that it is a form.
  const typeless = headers.has('content-type') ? [] : ['content-type:']
  const lines = headerPairs(headers).map(([name, value]) => (value === '' ? `${name};` : `${name}: ${value}`))
  return [...lines, ...typeless].map((line) => `-H ${quoted(line)}`)
}

/** The address behind which the wallet's own stands here, and whether it wants a certificate. */
function doorOf(url: string, { endpoints }: AccountEntry): readonly [url: string, behindTls: boolean] {
  const { origin } = new URL(url)
  const door = endpoints[origin]
  return door === undefined ? [url, false] : [door + url.slice(origin.length), door.startsWith('https:')]
}

function identity({ ca, certificate }: AccountEntry): readonly string[] {
  const file = (reference: string): string => quoted(reference.replace(/^file:/, ''))
  const trusted = ca === undefined ? [] : [`--cacert ${file(ca)}`]
  return certificate ? [...trusted, `--cert ${file(certificate.cert)}`, `--key ${file(certificate.key)}`] : trusted
}

/** Bytes that a shell or a page cannot carry as text travel as Base64. */
function bodyOf(body: Uint8Array): { readonly before: string; readonly argument: readonly string[] } {
  if (body.byteLength === 0) return { before: '', argument: [] }
  const text = textOf(body)
  if (text !== undefined && !/[\0\r]/.test(text)) return { before: '', argument: [`--data-raw ${quoted(text)}`] }
  const base64 = Buffer.from(body).toString('base64')
  return { before: `printf %s ${quoted(base64)} | base64 -d | `, argument: ['--data-binary @-'] }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
