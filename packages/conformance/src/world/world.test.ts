import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toyCounterBench, toyDialect, toyPayBench } from '../toy/bench.fixture.ts'
import { seededRandom } from './chance.ts'
import { checkoutOf } from './checkout.ts'
import { VirtualClock } from './clock.ts'
import { forgeries } from './forgeries.ts'
import { Line } from './line.ts'
import { numberFor } from './numbers.ts'
import { secretIn } from './secrets.ts'
import { forbiddenTouches } from './touches.ts'
import { openWorld } from './world.ts'

describe('numbers for orders and refunds', () => {
  const rules = fc
    .record({
      minLength: fc.integer({ min: 1, max: 32 }),
      more: fc.integer({ min: 5, max: 32 }),
      alphabet: fc.constantFrom('0-9', '0-9A-Za-z_|*@-', 'A-F0-9', '0-9A-Za-z'),
    })
    .map(({ minLength, more, alphabet }) => ({ minLength, maxLength: minLength + more, alphabet }))

  it('fit every rule, and never meet', () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: 1, max: 50_000 }), (rule, one, other) => {
        const number = numberFor(rule, one)
        expect(number).toMatch(new RegExp(`^[${rule.alphabet}]{${rule.minLength},${rule.maxLength}}$`))
        expect(numberFor(rule, other) === number).toBe(one === other)
      }),
    )
  })
})

const LIMITS = { timeoutMs: 1_000, maxBytes: 1_024 }

describe('a world', () => {
  it('repeats itself: the same steps send the same bytes', async () => {
    const bodies = await Promise.all(
      [openWorld(toyPayBench), openWorld(toyPayBench)].map(async ({ ours }) => {
        await ours.sell()
        return ours.line.sent.map(({ request }) => Buffer.from(request.body ?? []).toString())
      }),
    )
    expect(bodies[0]).toHaveLength(1)
    expect(bodies[0]).toEqual(bodies[1])
  })

  it('presents the client certificate exactly where the request asks for it', async () => {
    const { ours } = openWorld(toyPayBench)
    const asked = new Map<string, string | undefined>()
    const { handle } = toyPayBench().wallet
    const line = new Line(
      {
        ...toyPayBench().wallet,
        handle: (request, now) => {
          asked.set(request.path, request.clientCertificate)
          return handle(request, now)
        },
      },
      new VirtualClock(),
      () => ours.tp.payee.mchId,
    )
    await line.send(
      { method: 'POST', url: 'https://a.example/with?q=1', headers: [], effect: 'read', identity: 'merchant' },
      LIMITS,
    )
    await line.send({ method: 'POST', url: 'https://a.example/without', headers: [], effect: 'read' }, LIMITS)
    expect([...asked]).toEqual([
      ['/with?q=1', 'ours'],
      ['/without', undefined],
    ])
  })

  it('finds the notify that is due within a time, and none when the time is too short', async () => {
    const world = openWorld(toyPayBench)
    await world.ours.sell()
    const [first] = world.due()
    if (first) world.report(first, world.ours.tp.acknowledge('later'))
    expect(world.dueWithin(59 * 60_000)).toEqual([])
    expect(world.dueWithin(2 * 60_000)).toMatchObject([{ delivery: { attempt: 2 } }])
  })

  it('hands out commands that nobody can change', () => {
    const { ours } = openWorld(toyPayBench)
    const command = ours.command(ours.order())
    expect(() => Object.assign(command, { subject: 'other' })).toThrow(TypeError)
    expect(() => Object.assign(command.total, { amount: 1n })).toThrow(TypeError)
  })
})

describe('a checkout', () => {
  const bench = toyCounterBench()
  const order = { outTradeNo: '12345678', subject: 'Tea', total: { amount: 100n, currency: 'HKD' } } as const

  it('asks for a payment code once per order, so that a repeat is one', () => {
    const { ours } = openWorld(toyCounterBench)
    const [one, other] = [ours.order(), ours.order()]
    expect(ours.command(one)).toBe(ours.command(one))
    expect(ours.command(one)).not.toMatchObject({ authCode: Reflect.get(ours.command(other), 'authCode') })
  })

  it('lets the author add what the wallet demands, and say what the payer opens', () => {
    const command: typeof bench.command = (asked) => ({ ...asked, scene: 'h5', device: 'ios' })
    const own = checkoutOf({ ...bench, scene: 'h5', command, scan: (_prompt, { outTradeNo }) => `opened ${outTradeNo}` })
    const asked = own.command({ ...order, scene: 'h5' }, 0)
    expect(asked).toMatchObject({ scene: 'h5', device: 'ios' })
    expect(own.scan({ outTradeNo: '12345678', prompt: { kind: 'wait' } }, asked)).toBe('opened 12345678')
  })

  it('says what a bench has to add where nothing usual will do', () => {
    const { paymentCode: _none, ...wallet } = bench.wallet
    expect(() => checkoutOf({ wallet }).command({ ...order, scene: 'micropay' }, 0)).toThrow(/wallet.paymentCode: expected it/)
    const form = { kind: 'form', action: '', fields: {} } as const
    const scan = () => checkoutOf({ wallet }).scan({ outTradeNo: '1', prompt: form }, { ...order, scene: 'page' })
    expect(scan).toThrow(/bench.scan: expected it for a prompt of kind form/)
  })
})

describe('forgeries', () => {
  const body = new TextEncoder().encode('{"number":"12345678","amount":"100","note":""}')
  const message = { headers: new Map([['x-toypay-signature', ['aa']]]), body }
  const found = forgeries(message, toyDialect, seededRandom(1))

  it('change something, each of them', () => {
    const same = found.filter(({ forge }) => {
      const forged = forge(message)
      return Buffer.compare(forged.body, body) === 0 && `${[...forged.headers]}` === `${[...message.headers]}`
    })
    expect(same).toEqual([])
  })

  it('leave no part out, and let nobody believe a message without its signature', () => {
    for (const part of ['number', 'amount', 'note', 'x-toypay-signature']) {
      for (const what of ['changed', 'taken away', 'twice'])
        expect(found.some((each) => each.what.startsWith(`${part} ${what}`))).toBe(true)
    }
    const signature = found.filter(({ what }) => what.startsWith('x-toypay-signature'))
    expect(new Set(signature.map(({ proves }) => proves))).toEqual(new Set(['nothing']))
  })
})

describe('the spies around an exchange', () => {
  function* touching(): Generator<number, string, number> {
    Math.random()
    const given = yield 1
    const now = new Date()
    return `${given} ${now.valueOf() > 0} ${Date.now() > 0} ${typeof Date()} ${new Date(0).valueOf()}`
  }

  it('see every touch of the world, change nothing of the result, and are gone afterwards', () => {
    const before = [Date, Date.now, Math.random, globalThis.fetch]
    const touched: string[] = []
    const watched = forbiddenTouches(touching(), (what) => touched.push(what))
    expect(watched.next()).toEqual({ value: 1, done: false })
    expect([Date, Date.now, Math.random, globalThis.fetch]).toEqual(before)
    expect(watched.next(7)).toEqual({ value: '7 true true string 0', done: true })
    expect(touched).toEqual(['random', 'new Date()', 'now', 'Date()'])
    expect([Date, Date.now, Math.random, globalThis.fetch]).toEqual(before)
  })
})

describe('the search for secrets', () => {
  const secret = 'test-key-é-0123456789'

  it.each([
    ['text', secret],
    ['hex', Buffer.from(secret).toString('hex')],
    ['upper-case hex', Buffer.from(secret).toString('hex').toUpperCase()],
    ['base64', Buffer.from(secret).toString('base64')],
    ['URL-encoded text', encodeURIComponent(secret)],
  ])('finds it as %s', (form, text) => {
    expect(secretIn(`before ${text} after`, ['other-secret', secret])).toBe(`number 2 as ${form}`)
  })

  it('finds a line of a key that printing has broken up, and nothing where nothing is', () => {
    const pem = '-----BEGIN KEY-----\nMIIBVQIBADANBgkqhkiG9w0B\n-----END KEY-----'
    expect(secretIn('{ pem: "…\\nMIIBVQIBADANBgkqhkiG9w0B\\n…" }', [pem])).toBe('number 1 as text')
    expect(secretIn('an innocent message', [secret, pem])).toBeUndefined()
  })
})
