import type { HttpAnswer } from '@tpkit/core'
import type { PlainRoute } from '../context.ts'
import type { Body, Ear } from '../notify.ts'

/**
 * The ear where another server carries the gateway. The Fetch API shows a repeated header as one value, joined by `, `; that lets
 * nothing in: two signatures joined are no signature.
 */
export function notifyRoute(ear: Ear): PlainRoute {
  return {
    method: 'POST',
    path: '/notify/:account',
    handler: async ({ req, var: { address, requestId } }) => {
      const headers = new Map([...req.raw.headers].map(([name, value]) => [name, [value]]))
      const [, query = ''] = req.url.split(/\?(.*)/s)
      const read = (most: number): Promise<Body> => readStream(req.raw.body, most)
      return responseOf(await ear.hear(req.param('account') ?? '', { headers, query, address, requestId, read }))
    },
  }
}

async function readStream(arriving: ReadableStream<Uint8Array> | null, most: number): Promise<Body> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of arriving ?? []) {
      size += chunk.byteLength
      if (size > most) return 'too-large'
      chunks.push(chunk)
    }
  } catch {
    return 'cut-off'
  }
  return Buffer.concat(chunks)
}

function responseOf({ status, headers, body }: HttpAnswer): Response {
  return new Response(body, { status, headers: headers.map(([name, value]): [string, string] => [name, value]) })
}
