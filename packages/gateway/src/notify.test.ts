import { describe, expect, it } from 'vitest'
import { ACCEPTED, account, edgeStand, LATER, NOW, REFUSED, served, settledAs } from './edge.fixture.ts'
import { speak, statuses } from './server/raw.fixture.ts'

type Stand = Pick<Awaited<ReturnType<typeof served>>, 'url'>

const notify = ({ url }: Stand, name = 'qq-1', init: RequestInit = {}): Promise<Response> =>
  fetch(`${url}/notify/${name}`, { method: 'POST', body: '<xml/>', ...init })

const forged = async () => settledAs('refused', REFUSED)

describe('a notify', () => {
  it('reaches the cashier as it was sent: raw bytes, query, headers in lower case with repeats visible', async () => {
    const { url, heard } = await served()
    const head =
      'POST /notify/qq-1?a=1?b=%20&c HTTP/1.1\r\nHost: a\r\nX-Sign: one\r\nx-sign: two\r\nContent-Length: 4\r\nConnection: close\r\n\r\n'
    const answer = await speak(url, Buffer.concat([Buffer.from(head), Buffer.from([0xff, 0x00, 0x3c, 0x0a])]))
    expect(statuses(answer)).toEqual([200])
    expect(heard).toHaveLength(1)
    const { received } = heard[0] ?? {}
    expect([...(received?.body ?? [])]).toEqual([0xff, 0x00, 0x3c, 0x0a])
    expect(received?.query).toBe('a=1?b=%20&c')
    expect(received?.headers.get('x-sign')).toEqual(['one', 'two'])
  })

  it('is answered in the words of its wallet', async () => {
    const stand = await served()
    for (const [what, answer] of [
      ['moved', ACCEPTED],
      ['parked', LATER],
      ['refused', REFUSED],
    ] as const) {
      stand.world.settle = async () => settledAs(what, answer)
      const heard = await notify(stand)
      expect([heard.status, await heard.text()]).toEqual([answer.status, answer.body])
      expect(heard.headers.get('content-type')).toBe('text/xml')
    }
    expect(stand.what()).toEqual(['moved', 'parked', 'refused'])
  })

  it('that has no words is answered without content', async () => {
    const stand = await served()
    stand.world.settle = async () => settledAs('moved', { status: 204, headers: [], body: '' })
    const answer = await notify(stand)
    expect([answer.status, answer.headers.get('content-length')]).toEqual([204, null])
  })

  it('tells how late it was heard', async () => {
    const stand = await served()
    stand.world.settle = async () => ({ ...settledAs('moved'), paidAt: NOW - 2500 })
    await notify(stand)
    expect(stand.events).toMatchObject([{ event: 'notify', account: 'qq-1', what: 'moved', lagMs: 2500 }])
  })

  it('where the gateway fails is for later, and nothing of the failure is told', async () => {
    const stand = await served()
    stand.world.settle = () => Promise.reject(new Error('disk /var/lib full'))
    const answer = await notify(stand)
    expect([answer.status, await answer.text()]).toEqual([LATER.status, LATER.body])
    expect(stand.events).toContainEqual(expect.objectContaining({ event: 'failed', during: 'notify', name: 'Error' }))
  })

  it('at an account that came with a reload is heard', async () => {
    const stand = await served()
    expect((await notify(stand, 'new')).status).toBe(404)
    stand.world.accounts = [account('new')]
    expect((await notify(stand, 'new')).status).toBe(200)
    expect((await notify(stand, 'qq-1')).status).toBe(404)
  })

  it('is as large as its wallet’s manifest says', async () => {
    const stand = await served()
    const small = account('small')
    stand.world.accounts = [
      { ...small, manifest: { ...small.manifest, limits: { ...small.manifest.limits, maxMessageBytes: 10 } } },
    ]
    expect((await notify(stand, 'small', { body: 'x'.repeat(10) })).status).toBe(200)
    expect((await notify(stand, 'small', { body: 'x'.repeat(11) })).status).toBe(413)
    expect(stand.what()).toEqual(['moved', 'too-large'])
  })

  it('comes by POST alone', async () => {
    const stand = await served()
    for (const method of ['GET', 'PUT', 'DELETE']) expect((await fetch(`${stand.url}/notify/qq-1`, { method })).status).toBe(404)
    expect(stand.heard).toEqual([])
  })
})

describe('an account that there is not', () => {
  it.each(['none', 'QQ-1', 'qq-1/', 'qq-1/x', '', '__proto__', 'constructor', 'qq%2D1', encodeURIComponent('支付')])(
    '%s: 404, without a word',
    async (name) => {
      const stand = await served()
      const answer = await notify(stand, name)
      expect([answer.status, await answer.text()]).toEqual([404, ''])
      expect(stand.heard).toEqual([])
      expect(stand.events).toMatchObject([{ event: 'notify.stranger', address: '127.0.0.1' }])
    },
  )

  it('cannot be guessed for ever', async () => {
    const stand = await served({ requestsPerMinutePerAddress: 3 })
    const answers = []
    for (let tried = 0; tried < 5; tried += 1) answers.push((await notify(stand, `guess-${tried}`)).status)
    expect(answers).toEqual([404, 404, 404, 429, 429])
  })
})

describe('too many at one time', () => {
  it('are for later, in the words of the wallet; those that were let in are all settled', async () => {
    const stand = await served({ queueLimit: 4 })
    let release = (): void => undefined
    const until = new Promise<void>((resolve) => {
      release = resolve
    })
    stand.world.settle = async () => {
      await until
      return settledAs('moved')
    }
    const told = Array.from({ length: 10 }, () => notify(stand))
    await expect.poll(() => stand.what().length).toBe(6)
    release()
    const statuses = (await Promise.all(told)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(4)
    expect(statuses.filter((status) => status === LATER.status)).toHaveLength(6)
    expect(stand.heard).toHaveLength(4)
    expect((await notify(stand)).status).toBe(200)
  })
})

describe('forgeries', () => {
  it('from one address are looked at so often a minute; then they are for later, unread', async () => {
    const stand = await served({ requestsPerMinutePerAddress: 3 })
    stand.world.settle = forged
    for (let sent = 0; sent < 5; sent += 1) await notify(stand)
    expect(stand.what()).toEqual(['refused', 'refused', 'refused', 'rate', 'rate'])
    expect(stand.heard).toHaveLength(3)
  })

  it('from elsewhere do not make us deaf, and genuine ones are never counted', async () => {
    const stand = await served({ requestsPerMinutePerAddress: 3, trustedProxies: ['127.0.0.1'] })
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })
    stand.world.settle = forged
    for (let sent = 0; sent < 5; sent += 1) await notify(stand, 'qq-1', from('203.0.113.66'))
    stand.world.settle = async () => settledAs('moved')
    for (let sent = 0; sent < 10; sent += 1) expect((await notify(stand, 'qq-1', from('198.51.100.7'))).status).toBe(200)
  })
})

describe('where another server carries the gateway', () => {
  const ask = (stand: ReturnType<typeof edgeStand>, init: RequestInit, name = 'qq-1') =>
    stand.fetch(new Request(`https://pay.example.com/notify/${name}?q=1`, { method: 'POST', ...init }), { address: '192.0.2.1' })

  it('a notify is heard, too', async () => {
    const stand = edgeStand()
    const answer = await ask(stand, { body: '<xml/>', headers: { 'x-sign': 'one' } })
    expect([answer.status, await answer.text()]).toEqual([ACCEPTED.status, ACCEPTED.body])
    expect(stand.heard[0]?.received.query).toBe('q=1')
    expect(stand.heard[0]?.received.headers.get('x-sign')).toEqual(['one'])
    expect(Buffer.from(stand.heard[0]?.received.body ?? []).toString()).toBe('<xml/>')
  })

  it('and has the same limits', async () => {
    const stand = edgeStand()
    expect((await ask(stand, { body: 'x'.repeat(65_537) })).status).toBe(413)
    expect((await ask(stand, { body: 'x' }, 'none')).status).toBe(404)
    expect((await ask(stand, { body: 'x', headers: { 'content-encoding': 'gzip' } })).status).toBe(415)
    expect(stand.heard).toEqual([])
  })
})
