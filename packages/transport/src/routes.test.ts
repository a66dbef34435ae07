import dns from 'node:dns'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { gotTransport } from './index.ts'
import { connectTo, failureOf, hello, http, LIMITS, post, textOf, thrown, WALLET } from './servers.fixture.ts'

const connect = gotTransport().connect

describe('the allow-list of origins', () => {
  it.each([
    ['another host', 'https://elsewhere.example/pay'],
    ['another port', 'https://wallet.example:8443/pay'],
    ['http', 'http://wallet.example/pay'],
    ['a longer name', 'https://wallet.example.evil.example/pay'],
    ['the name as a user', 'https://wallet.example@evil.example/pay'],
    ['a user at the right host', 'https://user:pass-0123456789@wallet.example/pay'],
    ['a dot behind the name', 'https://wallet.example./pay'],
    ['another scheme', 'file:///etc/passwd'],
    ['no URL', '/pay'],
    ['a blob of the right origin', 'blob:https://wallet.example/pay'],
    ['a path that would be shortened, so that the signature fits another', 'https://wallet.example/a/../pay'],
    ['a path that would be escaped', 'https://wallet.example/pay me'],
    ['a tab that would vanish', 'https://wallet.example/p\tay'],
    ['a fragment', 'https://wallet.example/pay?a=1#part'],
  ])('given %s, nothing is sent and no name is looked up', async (_what, url) => {
    const server = await http(hello)
    const lookup = vi.spyOn(dns, 'lookup')
    const failure = await failureOf(connectTo(`http://127.0.0.1:${server.port}`).send({ ...post('/pay'), url }, LIMITS))
    expect([failure.code, failure.mayHaveLeft]).toEqual(['UNSUPPORTED', false])
    expect(failure.message).not.toContain('pass-0123456789')
    expect(lookup).not.toHaveBeenCalled()
    expect(server.sockets).toHaveLength(0)
    lookup.mockRestore()
  })

  it('given the same origin written otherwise, it is admitted', async () => {
    const server = await http(hello)
    const connection = connectTo(`http://127.0.0.1:${server.port}`)
    await connection.send({ ...post('/'), url: 'HTTPS://Wallet.Example:443/pay?a=1' }, LIMITS)
    expect(server.requests[0]?.url).toBe('/pay?a=1')
  })

  it('given endpoints for some of the origins only, nothing is opened: the other calls would go to the real wallet', () => {
    const endpoints = { [WALLET]: 'http://127.0.0.1:9' }
    const opening = () => connect({ origins: [WALLET, 'https://api.wallet.example'], endpoints })
    expect(opening).toThrow(/endpoints: expected https:\/\/api\.wallet\.example as well/)
  })

  it('given any host but ours, it is refused', async () => {
    const connection = connect({ origins: [WALLET] })
    await fc.assert(
      fc.asyncProperty(fc.webUrl({ validSchemes: ['http', 'https'], withQueryParameters: true }), async (url) => {
        const failure = await failureOf(connection.send({ ...post('/'), url }, LIMITS))
        expect([failure.code, failure.mayHaveLeft]).toEqual(['UNSUPPORTED', false])
      }),
      { numRuns: 200 },
    )
  })
})

describe('endpoints', () => {
  it('lead to the sandbox with path and query as they were, and a Host of the sandbox', async () => {
    const server = await http(hello)
    await connectTo(`http://localhost:${server.port}`).send(post('/v3/pay;x=1/%E4%B8%80?sign=a%2Bb&c'), LIMITS)
    expect(server.requests[0]?.url).toBe('/v3/pay;x=1/%E4%B8%80?sign=a%2Bb&c')
    expect(server.requests[0]?.headers.host).toBe(`localhost:${server.port}`)
  })
})

describe('settings that cannot be meant so', () => {
  const ca = textOf('ca.pem')
  const endpoints = { [WALLET]: 'https://127.0.0.1:9102' }
  it.each([
    ['an origin with a path', { origins: ['https://wallet.example/pay'] }, /origins: expected an origin/],
    ['an origin on http', { origins: ['http://wallet.example'] }, /origins: expected an origin/],
    ['an origin with a user', { origins: ['https://user@wallet.example'] }, /origins: expected an origin/],
    [
      'an endpoint for a misspelt origin',
      { endpoints: { 'https://walet.example': 'http://127.0.0.1:1' } },
      /endpoints: expected one of/,
    ],
    ['an endpoint with a path', { endpoints: { [WALLET]: 'http://127.0.0.1:1/qq' } }, /endpoints of .*: expected an origin/],
    ['an endpoint of another kind', { endpoints: { [WALLET]: 'ftp://127.0.0.1:1' } }, /endpoints of .*: expected an origin/],
    ['a ca without endpoints', { ca }, /ca: found without endpoints/],
    ['a ca that is no certificate', { ca: 'ca.pem', endpoints }, /ca: cannot be read/],
    ['a proxy with a user', { proxy: 'http://user:pass-0123456789@127.0.0.1:8080' }, /proxy: expected http:\/\/host:port/],
    ['a proxy on another protocol', { proxy: 'socks5://127.0.0.1:1080' }, /proxy: expected http:\/\/host:port/],
    ['a proxy without protocol', { proxy: '127.0.0.1:8080' }, /proxy: expected http:\/\/host:port/],
  ])('given %s, connect throws CONFIG', (_what, more, says) => {
    const error = thrown(() => connect({ origins: [WALLET], ...more }))
    expect(error.code).toBe('CONFIG')
    expect(error.message).toMatch(says)
    expect(error.message).not.toContain('pass-0123456789')
  })
})
