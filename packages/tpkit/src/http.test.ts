import { Agent, createServer, type RequestListener, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { isTPError, type Received, receive, respond } from './index.ts'

let server: Server

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

describe('a notify at a node:http server', () => {
  it('arrives as it was sent: raw bytes, query, headers in lower case with repeats visible', async () => {
    let found: Received | undefined
    const url = await serve(async (request, response) => {
      found = await receive(request)
      response.end()
    })
    await new Promise<void>((resolve, reject) => {
      const sending = request(`${url}/notify/qq?x=1?y=%20`, { method: 'POST', headers: { 'X-One': ['a', 'b'] } }, (answer) => {
        answer.resume().on('end', () => resolve())
      })
      sending.on('error', reject).end(Buffer.from([0xff, 0x00, 0x3c]))
    })
    expect(found?.query).toBe('x=1?y=%20')
    expect([...(found?.body ?? [])]).toEqual([0xff, 0x00, 0x3c])
    expect(found?.headers.get('x-one')).toEqual(['a', 'b'])
  })

  it('is refused as too large while it still arrives, and the connection serves nobody after it', async () => {
    const codes: (string | undefined)[] = []
    const url = await serve(async (request, response) => {
      const status = await receive(request).then(
        () => 200,
        (error: unknown) => {
          codes.push(isTPError(error) ? error.code : undefined)
          return 413
        },
      )
      respond(response, { status, headers: [], body: '' })
    })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const post = (bytes: number) =>
      new Promise<{ status: number | undefined; connection: string | undefined }>((resolve, reject) => {
        const sending = request(url, { agent, method: 'POST' }, (answer) => {
          answer.resume().on('end', () => resolve({ status: answer.statusCode, connection: answer.headers.connection }))
        })
        sending.on('error', reject).end(Buffer.alloc(bytes))
      })
    expect(await post(10)).toMatchObject({ status: 200 })
    expect(await post(2 * 1024 * 1024).catch(() => undefined)).toSatisfy(
      (answer) => answer === undefined || answer.connection === 'close',
    )
    expect(await post(10)).toMatchObject({ status: 200 })
    expect(codes).toEqual(['LIMIT'])
    agent.destroy()
  })

  it('is answered in the words that the account acknowledges with', async () => {
    const url = await serve((_request, response) =>
      respond(response, { status: 200, headers: [['content-type', 'text/xml']], body: '<xml/>' }),
    )
    const answer = await fetch(url)
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'text/xml', '<xml/>'])
  })
})
