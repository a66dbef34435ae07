import type { Received } from 'tpkit'

/** What somebody pasted, before it is known how much of a request it is. */
export interface Pasted {
  readonly received: Received
  /** The last part of the request's path, where a whole request was pasted. */
  readonly account?: string
}

const REQUEST_LINE = /^(?:POST|GET|PUT) (\S+)(?: HTTP\/[\d.]+)?\r?\n/

/** A body, a whole request as a log or the inspector shows it, or the inspector's copy for curl. Flags win over what was pasted. */
export function readPasted(bytes: Uint8Array, headers: readonly string[], query: string): Pasted {
  const text = Buffer.from(bytes).toString('latin1') // one character per byte: positions stay right
  if (/^curl\s/.test(text)) return curlPasted(text, headers, query)
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

/** A command as the inspector copies it. What its options say stands behind them. */
function curlPasted(text: string, headers: readonly string[], query: string): Pasted {
  const words = shellWords(text)
  const behind = (option: string): readonly string[] => words.filter((_, at) => words[at - 1] === option)
  const body = [...behind('--data-raw'), ...behind('--data-binary'), ...behind('-d')][0] ?? ''
  const [path = '', asked = ''] = (words.find((word) => /^https?:/.test(word)) ?? '').split(/\?(.*)/s)
  const account = path.split('/').at(-1)
  const lines = behind('-H').map((line) => Buffer.from(line, 'latin1').toString())
  return {
    received: {
      headers: headersOf([...lines, ...headers]),
      query: query === '' ? asked : query,
      body: Buffer.from(body, 'latin1'),
    },
    ...(account && { account }),
  }
}

/** Words of a command line: as they stand, in single quotes, or joined of both. */
function shellWords(text: string): readonly string[] {
  const words = text.match(/(?:'[^']*'|\\'|[^\s'\\])+/g) ?? []
  return words.map((word) => word.replaceAll(/'([^']*)'|\\'/g, (whole, inside?: string) => inside ?? whole.slice(1)))
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
