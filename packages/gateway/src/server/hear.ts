import type { HttpAnswer } from '@tpkit/core'
import type { Edge } from '../guard/guards.ts'
import { drawId } from '../guard/identify.ts'
import type { Exchange } from './exchanges.ts'
import { endAnswer, isUnread } from './read-body.ts'

const PATH = '/notify/'

/** The account that a notify is for, as it stands in the path; undefined for what is no notify. */
export function notifiedAccount(method = '', url = ''): string | undefined {
  if (method !== 'POST' || !url.startsWith(PATH)) return undefined
  const end = url.indexOf('?')
  return url.slice(PATH.length, end === -1 ? undefined : end)
}

/** The shorter way for wallets: from the socket to the ear, past everything that the API needs. Never rejects. */
export async function hearNotify({ ear, clients, random }: Edge, exchange: Exchange, account: string): Promise<void> {
  const { request, response } = exchange
  const { socket, url = '' } = request
  const headers = headersOf(request.rawHeaders)
  const { address } = clients({ address: socket.remoteAddress, encrypted: false }, (name) => headers.get(name)?.join(', '))
  const answer = await ear.hear(account, {
    ...{ address, requestId: drawId(random), headers },
    query: url.slice(PATH.length + account.length + 1),
    read: exchange.read,
  })
  if (isUnread(request)) response.shouldKeepAlive = false
  // As text: node:http then writes head and body in one piece.
  endAnswer(request, response.writeHead(answer.status, headOf(answer)), answer.body)
}

function headersOf(raw: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>()
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase()
    const value = raw[index + 1] ?? ''
    const known = headers.get(name)
    if (known) known.push(value)
    else headers.set(name, [value])
  }
  return headers
}

/** A wallet's few answers are constants: the head of each is put together once. */
const HEADS = new WeakMap<HttpAnswer, string[]>()

function headOf(answer: HttpAnswer): string[] {
  const known = HEADS.get(answer)
  if (known) return known
  // An answer without content says nothing of its length, either.
  const length = answer.status === 204 ? [] : ['content-length', String(Buffer.byteLength(answer.body))]
  const made = [...answer.headers.flat(), ...length]
  HEADS.set(answer, made)
  return made
}
