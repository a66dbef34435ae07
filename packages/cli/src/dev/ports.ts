import { createServer } from 'node:net'
import { tpError } from '@tpkit/core'
import type { Desk } from '../desk/desk.ts'
import { WORDS } from '../listen/words.ts'

const HOST = '127.0.0.1'

/** The port that was asked for, or a free one for 0. Who wants it must take it soon. */
export async function demandPort({ lang }: Desk, wanted: number): Promise<number> {
  const port = await bound(wanted)
  if (port !== undefined) return port
  throw tpError('INVALID', WORDS[lang].taken(wanted))
}

/** The usual port where it is free, else another. */
export async function usualPort(usual: number): Promise<number> {
  return (await bound(usual)) ?? (await bound(0)) ?? usual
}

function bound(port: number): Promise<number | undefined> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined))
    server.listen(port, HOST, () => {
      const address = server.address()
      const found = typeof address === 'object' && address !== null ? address.port : port
      server.close(() => resolve(found))
    })
  })
}
