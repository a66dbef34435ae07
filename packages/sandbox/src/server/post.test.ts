import { text } from 'node:stream/consumers'
import type { Delivery } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { merchantServer } from './http.fixture.ts'
import { type Posted, type PostOptions, poster } from './post.ts'

function post(url: string, options: Partial<PostOptions> = {}, more: Delivery['headers'] = []): Promise<Posted> {
  const signal = new AbortController().signal
  const headers = [['content-type', 'text/xml'], ...more] as const
  const delivery = { id: 'n', url, headers, body: new TextEncoder().encode('<xml>中</xml>'), attempt: 1 }
  return poster({ allowRemote: false, timeoutMs: 5000, signal, ...options })(delivery)
}

test('posts the bytes and reads the answer', async () => {
  const url = await merchantServer((request, response) => {
    text(request).then((body) => {
      response.writeHead(201).end(`${request.method} ${request.headers['content-type']} ${request.url} ${body}`)
    })
  })
  expect(await post(`${url}/notify/qq`)).toEqual({ status: 201, body: 'POST text/xml /notify/qq <xml>中</xml>' })
})

test('a header that a fault sends twice arrives twice', async () => {
  const url = await merchantServer((request, response) => {
    response.end(`${request.headersDistinct['wechatpay-nonce']?.join('|')} ${request.headersDistinct['content-type']}`)
  })
  const nonce = ['Wechatpay-Nonce', 'n'] as const
  const answer = await post(url, {}, [nonce, nonce])
  expect(answer).toEqual({ status: 200, body: 'n|n text/xml' })
})

test('does not follow a redirect', async () => {
  let calls = 0
  const url = await merchantServer((_, response) => {
    calls += 1
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  expect(await post(url)).toEqual({ status: 302, body: '' })
  expect(calls).toBe(1)
})

describe('is told as a failure, never thrown:', () => {
  const failed = (sentence: RegExp) => ({ failed: expect.stringMatching(sentence) })

  test('nobody there', async () => expect(await post('http://127.0.0.1:1/')).toEqual(failed(/ECONNREFUSED/)))

  test('an address that is none', async () => expect(await post('http://%/')).toEqual(failed(/notify_url/)))

  test('an answer that never comes', async () => {
    const url = await merchantServer(() => undefined)
    expect(await post(url, { timeoutMs: 50 })).toEqual(failed(/no complete answer within 50 ms/))
  })

  test('an answer that never ends', async () => {
    const url = await merchantServer((_, response) => response.write('<xml>'))
    expect(await post(url, { timeoutMs: 50 })).toEqual(failed(/no complete answer within 50 ms/))
  })

  test('an answer that is too large', async () => {
    const url = await merchantServer((_, response) => response.end('x'.repeat(70_000)))
    expect(await post(url)).toEqual(failed(/at most 65536 bytes/))
  })

  test('the end of the sandbox', async () => {
    const stop = new AbortController()
    const url = await merchantServer(() => stop.abort())
    expect(await post(url, { signal: stop.signal })).toEqual(failed(/./))
  })
})

describe('only loopback is posted to', () => {
  test.each([
    'http://192.0.2.1/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest',
    'http://0.0.0.0/',
    'http://merchant.example/',
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example/',
    'http://127.0.0.1@evil.example/',
    'http://[fd00::1]/',
  ])('%s is refused', async (url) => {
    expect(await post(url)).toEqual({ failed: expect.stringMatching(/is not this machine/) })
  })

  test.each(['127.0.0.1', '127.1', '2130706433', '0x7f.1', 'localhost'])('%s is this machine', async (host) => {
    const url = await merchantServer((_, response) => response.end('ok'))
    expect(await post(url.replace('127.0.0.1', host))).toEqual({ status: 200, body: 'ok' })
  })

  test('unless it is allowed', async () => {
    const stopped = AbortSignal.abort() // nothing leaves: only the decision is looked at
    const answer = await post('http://192.0.2.1/', { allowRemote: true, signal: stopped })
    expect(answer).toEqual({ failed: expect.not.stringMatching(/is not this machine/) })
  })
})
