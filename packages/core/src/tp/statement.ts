import { createHash, type Hash } from 'node:crypto'
import type { TextDecoder as Decoder } from 'node:util'
import type { Download, EmptyDay, StatementRow } from '../contract/statement.ts'
import { TPError, tpError } from '../errors.ts'
import type { Connection, SendLimits, Unpack } from '../ports.ts'

const MOST_UNPACKED = 4 * 1024 ** 3
const MOST_LINE = 64 * 1024
const HEAD = 1024
const GZIP_MAGIC = [0x1f, 0x8b]

/** What reading a statement needs of the world. */
export interface StatementWorld {
  readonly connection: Connection
  readonly unpack: Unpack
  readonly limits: SendLimits
}

/** limits → unpack → digest → decode → lines → rows. Throws at the end when the digest or the totals are wrong. */
export async function* readStatement(source: Download | EmptyDay, world: StatementWorld): AsyncGenerator<StatementRow> {
  if (source.kind === 'empty') return
  const response = await world.connection.download(source.request, { ...world.limits, maxBytes: mostBytes(source) })
  if (response.status !== 200) {
    await end(response.body[Symbol.asyncIterator]())
    throw tpError('UNAVAILABLE', `statement: expected HTTP 200, found ${response.status}; try again later`)
  }
  const digest = source.digest && createHash(source.digest.algorithm)
  for await (const line of lines(bytes(source, response.body, world.unpack, digest), source.charset)) {
    const row = source.reader.line(line)
    if (row) yield row
  }
  checkEnd(source, digest)
}

/** The file's bytes, unpacked, counted, fed to the digest; the first of them looked at. */
async function* bytes(
  source: Download,
  body: AsyncIterable<Uint8Array>,
  unpack: Unpack,
  digest: Hash | undefined,
): AsyncGenerator<Uint8Array> {
  const most = mostBytes(source)
  let size = 0
  for await (const chunk of headChecked(source, await unpacked(source, body, unpack, most))) {
    size += chunk.byteLength
    if (size > most) throw tpError('LIMIT', `statement: expected at most ${most} bytes, found more`)
    digest?.update(chunk)
    yield chunk
  }
}

/** Wallets answer an error as plain text even where a packed file was asked for. */
async function unpacked(
  source: Download,
  body: AsyncIterable<Uint8Array>,
  unpack: Unpack,
  most: number,
): Promise<AsyncIterable<Uint8Array>> {
  if (source.packed === 'none') return body
  const [head, rest] = await peeked(body, GZIP_MAGIC.length)
  if (source.packed === 'gzip' && !GZIP_MAGIC.every((byte, index) => head[index] === byte)) return rest
  return unpack.unpack(rest, source.packed, most)
}

async function* headChecked(source: Download, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const [head, rest] = await peeked(body, HEAD)
  const failure = source.refuse?.(head.subarray(0, HEAD))
  if (!failure) return yield* rest
  await end(rest)
  throw new TPError(failure)
}

/** The largest file, packed or not: a message's limit would stop every statement. */
function mostBytes({ maxBytes }: Download): number {
  return maxBytes ?? MOST_UNPACKED
}

/** Nobody reads on: lets the socket go. */
async function end(body: AsyncIterator<Uint8Array>): Promise<void> {
  await body.return?.()
}

/** At least `least` first bytes (fewer only where the stream ends before), and the whole stream again. */
async function peeked(body: AsyncIterable<Uint8Array>, least: number): Promise<[Uint8Array, AsyncIterableIterator<Uint8Array>]> {
  const iterator = body[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let size = 0
  while (size < least) {
    const next = await iterator.next()
    if (next.done) break
    first.push(next.value)
    size += next.value.byteLength
  }
  const head = Buffer.concat(first)
  return [head, resumed(head, iterator)]
}

/** Written out: the `finally` of a generator that was never begun does not run, and the socket would stay. */
function resumed(head: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncIterableIterator<Uint8Array> {
  let first: Uint8Array | undefined = head.byteLength > 0 ? head : undefined
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      const value = first
      first = undefined
      return value ? { done: false, value } : iterator.next()
    },
    async return() {
      await iterator.return?.()
      return { done: true, value: undefined }
    },
  }
}

async function* lines(body: AsyncIterable<Uint8Array>, charset: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(charset, { fatal: true })
  let rest = ''
  for await (const chunk of body) {
    const parts = (rest + decode(decoder, chunk, true)).split('\n')
    rest = parts.pop() ?? ''
    if (rest.length > MOST_LINE) throw tpError('MALFORMED', `statement: expected lines of at most ${MOST_LINE} characters`)
    for (const part of parts) yield withoutReturn(part)
  }
  rest += decode(decoder, undefined, false)
  if (rest !== '') yield withoutReturn(rest)
}

function decode(decoder: Decoder, chunk: Uint8Array | undefined, stream: boolean): string {
  try {
    return decoder.decode(chunk, { stream })
  } catch {
    throw tpError('MALFORMED', `statement: expected ${decoder.encoding} text, found bytes that are not`)
  }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

function checkEnd(source: Download, digest: Hash | undefined): void {
  const found = digest?.digest('hex')
  if (source.digest && found !== source.digest.hex.toLowerCase()) {
    throw tpError(
      'UNVERIFIED',
      `statement: expected ${source.digest.algorithm} ${source.digest.hex}, found ${found}; book nothing of it`,
    )
  }
  const { mismatch } = source.reader.end()
  if (mismatch) throw tpError('MALFORMED', `statement: its totals differ from its lines (${mismatch}); book nothing of it`)
}
