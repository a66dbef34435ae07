/** The two ways to take an answer: whole within one time, or as a stream with a time for each wait. */
import type { HttpResponse } from '@tpkit/core'
import type { SendLimits, StreamedResponse } from '@tpkit/core/ports'
import type { Call } from './call.ts'

/** The whole answer; `timeoutMs` is all there is, however slowly the body trickles. */
export async function whole(call: Call, limits: SendLimits): Promise<Omit<HttpResponse, 'nowMs'>> {
  try {
    return await inTime(call, limits.timeoutMs, async () => ({ ...(await call.head()), body: await collect(call) }))
  } finally {
    call.end()
  }
}

async function collect(call: Call): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for (let piece = await call.next(); piece; piece = await call.next()) pieces.push(piece)
  const body = new Uint8Array(pieces.reduce((length, piece) => length + piece.byteLength, 0))
  let at = 0
  for (const piece of pieces) {
    body.set(piece, at)
    at += piece.byteLength
  }
  return body
}

/** The answer as soon as its headers are in. The socket waits while the reader does not read. */
export async function streamed(call: Call, limits: SendLimits): Promise<StreamedResponse> {
  const head = await inTime(call, limits.timeoutMs, call.head)
  return { ...head, body: { [Symbol.asyncIterator]: () => iterator(call, limits.timeoutMs) } }
}

/** Written out, because the `return` of a generator would wait for a piece that may never come. */
function iterator(call: Call, timeoutMs: number): AsyncIterator<Uint8Array, undefined> {
  return {
    async next() {
      const value = await inTime(call, timeoutMs, call.next)
      if (value) return { done: false, value }
      call.end()
      return { done: true, value: undefined }
    },
    async return() {
      call.end()
      return { done: true, value: undefined }
    },
  }
}

/** A longer delay would make Node's timer fire at once. */
const LONGEST_MS = 2 ** 31 - 1

async function inTime<T>(call: Call, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => call.late(timeoutMs), Math.min(timeoutMs, LONGEST_MS))
  try {
    return await work()
  } finally {
    clearTimeout(timer)
  }
}
