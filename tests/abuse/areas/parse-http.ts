import { connect, type Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { paidBy, rejected } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import { until } from '../world/clock.ts'
import { type Message, sendRaw } from '../world/http.ts'
import { type Sold, shortly } from '../world/sold.ts'
import { WALLETS } from '../world/wallets.ts'

const MB = 1024 * 1024
/** The largest message of each: the wallets' manifests say it, and the gateway's usual settings. */
const LARGEST: Readonly<Record<string, number>> = {
  ...{ '/notify/qq-a': 64 * 1024, '/notify/wx-a': 1088 * 1024, '/notify/ali-a': 256 * 1024 },
  ...{ '/v1/payments': 64 * 1024, '/healthz': 64 * 1024 },
}
/** A little more is read and thrown away, so that the answer arrives; and what was on its way. */
const BEYOND = MB + 256 * 1024
const MOST_KEPT = 5 * MB

export const parseHttp: Cases = {
  A062: async (trial) => {
    const paths = Object.keys(LARGEST)
    for (const path of paths) {
      await trial.bad(`10 MB with Content-Length to ${path}`, () => tooLarge(trial, path, false))
      await trial.bad(`10 MB in chunks to ${path}`, () => tooLarge(trial, path, true))
    }
    for (const name of WALLETS)
      await trial.twin(`${name}: a notify of its size`, async () => paidBy(trial, await trial.shop.sell(name)))
  },
  A063: async (trial) => {
    for (const name of WALLETS) {
      const sold = await trial.shop.sell(name)
      const packed = packings(Buffer.from(sold.notify.body))
      for (const [encoding, body] of packed)
        await trial.bad(`${name}: Content-Encoding: ${encoding}`, () => notUnpacked(trial, sold, encoding, body))
      await trial.twin(`${name}: the same as it is`, () => paidBy(trial, sold))
    }
    const bomb = gzipSync(Buffer.alloc(10 * MB))
    await trial.bad('10 kB that are 10 MB, to the API', async () => {
      const body = { headers: [['Content-Encoding', 'gzip'] as const], body: bomb.toString('latin1') }
      const answer = await trial.shop.ask('a', 'POST', '/v1/payments', body)
      return answer.status === 415 ? undefined : `expected 415, found ${shortly(answer)}`
    })
  },
  A064: async (first) => {
    const trial = first.at(first.world, { patient: true })
    await trial.bad('500 connections whose headers trickle', () =>
      trickling(trial, 'POST /notify/qq-a HTTP/1.1\r\nHost: x\r\nX-'),
    )
    await trial.bad('500 connections whose bodies trickle', () =>
      trickling(trial, 'POST /notify/qq-a HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n<xml>'),
    )
    await trial.twin('a notify at its usual pace', async () => paidBy(trial, await trial.shop.sell('qq')))
  },
}

function* tenMegabytes(head: string, chunked: boolean): Generator<string | Uint8Array> {
  const piece = Buffer.alloc(64 * 1024, 'x')
  yield head
  for (let sent = 0; sent < 10 * MB; sent += piece.byteLength) {
    if (chunked) yield `${piece.byteLength.toString(16)}\r\n`
    yield piece
    if (chunked) yield '\r\n'
  }
  if (chunked) yield '0\r\n\r\n'
}

/** What was read and what is kept are counted, not how long it took. */
async function tooLarge({ shop, world }: Trial, path: string, chunked: boolean): Promise<string | undefined> {
  const length = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${10 * MB}`
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${world.key('a')}\r\nContent-Type: application/json\r\n${length}\r\n\r\n`
  const before = await world.gateway().ask('state', { tidy: true })
  const { text } = await sendRaw(Number(new URL(shop.url).port), tenMegabytes(head, chunked))
  const after = await world.gateway().ask('state', { tidy: true })
  const read = after.work.bodyBytes - before.work.bodyBytes
  if (read > (LARGEST[path] ?? 0) + BEYOND) return `${read} bytes were read`
  if (after.held - before.held > MOST_KEPT) return `${after.held - before.held} bytes are kept`
  return text === '' || /^HTTP\/1\.1 413 /.test(text) ? undefined : `expected 413, found ${text.slice(0, 100)}`
}

function packings(body: Uint8Array): readonly (readonly [encoding: string, body: Uint8Array])[] {
  const gzip = gzipSync(body)
  return [
    ...['gzip', 'GZIP', 'x-gzip', 'gzip, identity', 'identity, gzip'].map((encoding) => [encoding, gzip] as const),
    ['br', brotliCompressSync(body)],
    ['deflate', deflateSync(body)],
    ['zstd', zstdCompressSync(body)],
    ['gzip', gzipSync(Buffer.alloc(10 * MB))],
    ['x-nobody', body],
  ]
}

async function notUnpacked(trial: Trial, sold: Sold, encoding: string, body: Uint8Array): Promise<string | undefined> {
  const message: Message = { headers: [...sold.notify.headers, ['Content-Encoding', encoding]], body }
  const wrong = await rejected(trial, sold, message)
  const { status } = trial.shop.answers.at(-1) ?? {}
  return wrong ?? (status === 415 ? undefined : `expected 415, found ${status}`)
}

const SLOW = 500
/** The world's gateway gives a request two seconds, and looks once a second. */
const PATIENCE_MS = 15_000

/** A byte now and then; all are closed from the other side, and a notify is heard meanwhile. */
async function trickling(trial: Trial, head: string): Promise<string | undefined> {
  const port = Number(new URL(trial.shop.url).port)
  const open = new Set<Socket>()
  for (let number = 0; number < SLOW; number += 1) {
    const socket = connect(port, '127.0.0.1', () => socket.write(head))
    open.add(socket)
    socket.on('error', () => undefined).on('data', () => undefined)
    socket.on('close', () => open.delete(socket))
  }
  const drip = setInterval(() => {
    for (const socket of open) socket.write('x')
  }, 500)
  try {
    const wrong = await paidBy(trial, await trial.shop.sell('qq'))
    if (wrong !== undefined) return `a notify meanwhile: ${wrong}`
    const isClosed = await until(() => open.size === 0, PATIENCE_MS)
    return isClosed ? undefined : `${open.size} of ${SLOW} are open still`
  } finally {
    clearInterval(drip)
    for (const socket of open) socket.destroy()
  }
}
