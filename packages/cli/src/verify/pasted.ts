import type { Received } from 'tpkit'

/** What somebody pasted, before it is known how much of a request it is. */
export interface Pasted {
  readonly received: Received
  /** The last part of the request's path, where a whole request was pasted. */
  readonly account?: string
}

const REQUEST_LINE = /^(?:POST|GET|PUT) (\S+)(?: HTTP\/[\d.]+)?\r?\n/

/** A body, or a whole request as a log or the inspector shows it. Flags win over what was pasted. */
export function readPasted(bytes: Uint8Array, headers: readonly string[], query: string): Pasted {
  const text = Buffer.from(bytes).toString('latin1') // one character per byte: positions stay right
  const start = REQUEST_LINE.exec(text)
  if (!start) return { received: { headers: headersOf(headers), query, body: bytes } }
  const end = /\r?\n\r?\n/.exec(text)
  const head = Buffer.from(text.slice(start[0].length, end?.index ?? text.length), 'latin1').toString()
  const body = end ? bytes.subarray(end.index + end[0].length) : new Uint8Array()
  const [path = '', asked = ''] = (start[1] ?? '').split(/\?(.*)/s)
  const account = path.split('/').at(-1)
  return {
    received: { headers: headersOf([...head.split(/\r?\n/), ...headers]), query: query === '' ? asked : query, body },
    ...(account && { account }),
  }
}

/** Names in lower case; a header that comes twice stays so. */
function headersOf(lines: readonly string[]): Received['headers'] {
  const headers = new Map<string, string[]>()
  for (const line of lines) {
    const [, name, value] = /^([^:\s]+)\s*:\s*(.*?)\s*$/.exec(line) ?? []
    if (name === undefined || value === undefined) continue
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value])
  }
  return headers
}

/** A terminal and an editor add a line end that nobody sent; undefined where there is none. */
export function withoutLastLineEnd(received: Received): Received | undefined {
  const { body } = received
  const cut = body.at(-1) !== 10 ? 0 : body.at(-2) === 13 ? 2 : 1
  return cut === 0 ? undefined : { ...received, body: body.subarray(0, body.length - cut) }
}
