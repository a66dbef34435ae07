import { createHash, type Hash } from 'node:crypto'
import type { TextDecoder as Decoder } from 'node:util'
import type { Download, EmptyDay, StatementRow } from '../contract/statement.ts'
import { type Failure, TPError, tpError } from '../errors.ts'
import type { Connection, SendLimits, Unpack } from '../ports.ts'

const MOST_UNPACKED = 4 * 1024 ** 3
const MOST_LINE = 64 * 1024
const HEAD = 1024

/** How a packed file begins: a gzip member; a ZIP archive's first entry, or the end of an empty one. */
const MAGIC: Readonly<Record<'gzip' | 'zip', readonly (readonly number[])[]>> = {
  gzip: [[0x1f, 0x8b]],
  zip: [
    [0x50, 0x4b, 0x03, 0x04],
    [0x50, 0x4b, 0x05, 0x06],
  ],
}

const MOST_MAGIC = 4

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
  const file = await opened(source, response.body, world.unpack)
  if (!file) return
  for await (const line of lines(counted(source, file, digest), source.charset)) {
    const row = source.reader.line(line)
    if (row) yield row
  }
  checkEnd(source, digest)
}

/** The file's bytes, unpacked, their beginning looked at; undefined where the wallet says that there is no file, for nothing happened. */
async function opened(
  source: Download,
  body: AsyncIterable<Uint8Array>,
  unpack: Unpack,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const [head, rest] = await peeked(await unpacked(source, body, unpack, mostBytes(source)), HEAD)
  const answer = source.refuse?.(head.subarray(0, HEAD))
  if (!answer) return rest
  await end(rest)
  if (isEmptyDay(answer)) return undefined
  throw new TPError(answer)
}

function isEmptyDay(answer: Failure | EmptyDay): answer is EmptyDay {
  return 'kind' in answer
}

/** The unpacked bytes, counted and fed to the digest. */
async function* counted(source: Download, file: AsyncIterable<Uint8Array>, digest: Hash | undefined): AsyncGenerator<Uint8Array> {
  const most = mostBytes(source)
  let size = 0
  for await (const chunk of file) {
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
  const { packed, member } = source
  if (packed === 'none') return body
  const [head, rest] = await peeked(body, MOST_MAGIC)
  const isPacked = MAGIC[packed].some((magic) => magic.every((byte, index) => head[index] === byte))
  return isPacked ? unpack.unpack(rest, packed, most, member) : rest
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
  const head = first.length === 1 && first[0] ? first[0] : Buffer.concat(first)
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
