import { Agent, createServer, type RequestListener, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { acknowledgementFor, isTPError, type Received, receive, receiveRequest, respond, responseOf } from './index.ts'

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

  it('is not taken for an empty one after a body parser has read it: our mistake, so the wallet is asked to say it again', async () => {
    let found: unknown
    const url = await serve(async (request, response) => {
      for await (const chunk of request) void chunk
      found = await receive(request).catch((error: unknown) => error)
      response.end()
    })
    await fetch(url, { method: 'POST', body: '<xml/>' })
    expect(found).toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('mount this route before every body parser'),
    })
    expect(acknowledgementFor(found)).toBe('later')
  })

  it('is answered in the words that the account acknowledges with', async () => {
    const url = await serve((_request, response) =>
      respond(response, { status: 200, headers: [['content-type', 'text/xml']], body: '<xml/>' }),
    )
    const answer = await fetch(url)
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'text/xml', '<xml/>'])
  })
})

describe('a notify at a server that speaks the Fetch API', () => {
  const url = 'https://shop.example/notify/qq?x=1?y=%20'

  it('arrives as it was sent: raw bytes, query, headers in lower case', async () => {
    const sent = new Request(url, { method: 'POST', headers: { 'X-One': 'a' }, body: Buffer.from([0xff, 0x00, 0x3c]) })
    const { query, headers, body } = await receiveRequest(sent)
    expect(query).toBe('x=1?y=%20')
    expect([...body]).toEqual([0xff, 0x00, 0x3c])
    expect(headers.get('x-one')).toEqual(['a'])
  })

  it('shows a repeated header as one joined value, which is no signature', async () => {
    const headers = new Headers([
      ['sign', 'a'],
      ['sign', 'b'],
    ])
    const received = await receiveRequest(new Request(url, { method: 'POST', headers, body: 'x' }))
    expect(received.headers.get('sign')).toEqual(['a, b'])
  })

  it('without body and query is empty', async () => {
    const { query, body } = await receiveRequest(new Request('https://shop.example/notify/qq', { method: 'POST' }))
    expect([query, body.byteLength]).toEqual(['', 0])
  })

  it('is refused as too large while it still arrives: the rest is not asked for', async () => {
    let asked = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (line) => {
        asked += 1
        line.enqueue(new Uint8Array(256 * 1024))
      },
    })
    const request = new Request(url, { method: 'POST', body: endless, duplex: 'half' })
    await expect(receiveRequest(request)).rejects.toMatchObject({ code: 'LIMIT', retry: 'never' })
    expect(asked).toBeLessThan(8)
  })

  it('is not taken for an empty one after somebody has read it', async () => {
    const request = new Request(url, { method: 'POST', body: '<xml/>' })
    await request.text()
    await expect(receiveRequest(request)).rejects.toMatchObject({ code: 'INVALID' })
  })

  it('is answered in the words that the account acknowledges with', async () => {
    const answer = responseOf({ status: 400, headers: [['content-type', 'text/xml']], body: '<xml/>' })
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([400, 'text/xml', '<xml/>'])
  })
})
