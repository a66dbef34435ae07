import { TLSSocket } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { connectTo, get, hello, http, https, LIMITS, pem, post, text } from './servers.fixture.ts'

const MUTUAL = { requestCert: true, rejectUnauthorized: false }

function presented(socket: unknown): string | undefined {
  return socket instanceof TLSSocket ? socket.getPeerCertificate().subject?.CN?.toString() : undefined
}

describe('a request arrives as it was written', () => {
  it('given headers, a query and a body, nothing is added but what HTTP needs', async () => {
    const bodies: string[] = []
    const server = await http((request, response) => {
      request.on('data', (bytes: Buffer) => bodies.push(bytes.toString()))
      request.on('end', () => response.end())
    })
    const connection = connectTo(`http://127.0.0.1:${server.port}`)
    const headers = [
      ['Content-Type', 'text/xml'],
      ['X-Twice', 'one'],
      ['x-twice', 'two'],
    ] as const
    await connection.send(post('/pay?a=1&b=%20', '<xml/>', { headers }), LIMITS)

    const [request] = server.requests
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe('/pay?a=1&b=%20')
    expect(bodies).toEqual(['<xml/>'])
    expect(request?.headersDistinct).toEqual({
      'content-type': ['text/xml'],
      'x-twice': ['one', 'two'],
      'content-length': ['6'],
      host: [`127.0.0.1:${server.port}`],
      connection: ['keep-alive'],
    })
  })

  it('given a POST without a body, it says so with content-length 0', async () => {
    const server = await http(hello)
    const { body: _none, ...bare } = post('/')
    await connectTo(`http://127.0.0.1:${server.port}`).send(bare, LIMITS)
    expect(server.requests[0]?.headers['content-length']).toBe('0')
  })
})

describe('an answer comes back as it was sent', () => {
  it('given repeated headers, both stay visible, with names in lower case', async () => {
    const server = await http((_request, response) => {
      response.setHeader('Wechatpay-Serial', ['A', 'B'])
      response.end()
    })
    const answer = await connectTo(`http://127.0.0.1:${server.port}`).send(get('/'), LIMITS)
    expect(answer.headers.get('wechatpay-serial')).toEqual(['A', 'B'])
  })

  it.each([204, 302, 304, 404, 429, 500, 503])('given status %i, it is an answer and no error', async (status) => {
    const server = await http((_request, response) => response.writeHead(status).end())
    const answer = await connectTo(`http://127.0.0.1:${server.port}`).send(post('/'), LIMITS)
    expect(answer.status).toBe(status)
  })

  it('given a packed body, the bytes stay packed', async () => {
    const server = await http((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip'))
    const answer = await connectTo(`http://127.0.0.1:${server.port}`).send(get('/'), LIMITS)
    expect(text(answer.body)).toBe('not gzip')
  })

  it('given a redirect, nobody follows it', async () => {
    const elsewhere = await http(hello)
    const server = await http((_request, response) =>
      response.writeHead(307, { location: `http://127.0.0.1:${elsewhere.port}/` }).end('moved'),
    )
    const answer = await connectTo(`http://127.0.0.1:${server.port}`).send(post('/'), LIMITS)
    expect([answer.status, text(answer.body)]).toEqual([307, 'moved'])
    expect(answer.headers.get('location')).toEqual([`http://127.0.0.1:${elsewhere.port}/`])
    expect(elsewhere.sockets).toHaveLength(0)
    expect(server.requests).toHaveLength(1)
  })
})

describe('sockets are kept and never shared between identities', () => {
  it('given two calls one after the other, the second travels on the socket of the first', async () => {
    const server = await https(hello)
    const connection = connectTo(`https://localhost:${server.port}`)
    await connection.send(post('/1'), LIMITS)
    await connection.send(get('/2'), LIMITS)
    expect(server.requests).toHaveLength(2)
    expect(server.sockets).toHaveLength(1)
  })

  it('given a call with and one without the certificate, it is presented only where it was asked for', async () => {
    const server = await https(hello, { ...MUTUAL, ca: [] })
    const connection = connectTo(`https://localhost:${server.port}`, { identity: pem('client') })
    await connection.send(post('/pay'), LIMITS)
    await connection.send(post('/refund', '', { identity: 'merchant' }), LIMITS)
    await connection.send(post('/pay'), LIMITS)
    await connection.send(post('/refund', '', { identity: 'merchant' }), LIMITS)
    expect(server.requests.map((request) => presented(request.socket))).toEqual([
      undefined,
      'tpkit throwaway merchant',
      undefined,
      'tpkit throwaway merchant',
    ])
    expect(server.sockets).toHaveLength(2)
  })

  it('given two accounts at one wallet, each has its own sockets, also when the identity is the same', async () => {
    const server = await https(hello, MUTUAL)
    const address = `https://localhost:${server.port}`
    const identity = pem('client')
    await connectTo(address, { identity }).send(post('/', '', { identity: 'merchant' }), LIMITS)
    await connectTo(address, { identity }).send(post('/', '', { identity: 'merchant' }), LIMITS)
    await connectTo(address, { identity: pem('foreign-client') }).send(post('/', '', { identity: 'merchant' }), LIMITS)
    expect(server.sockets).toHaveLength(3)
    expect(presented(server.requests[2]?.socket)).toBe('tpkit throwaway stranger')
  })

  it('given connect alone, no socket is opened; given close, the idle one goes', async () => {
    const server = await https(hello)
    const connection = connectTo(`https://localhost:${server.port}`)
    expect(server.sockets).toHaveLength(0)
    await connection.send(get('/'), LIMITS)
    const gone = new Promise((resolve) => server.sockets[0]?.once('close', resolve))
    await connection.close()
    await gone
    await expect(connection.send(get('/'), LIMITS)).rejects.toMatchObject({ code: 'UNAVAILABLE', mayHaveLeft: false })
    expect(server.sockets).toHaveLength(1)
  })
})
