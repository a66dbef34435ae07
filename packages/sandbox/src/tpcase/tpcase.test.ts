import type { FaultRule } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ask, MERCHANT, NOW, OTHER_MERCHANT, paidOrder } from '../qqwallet/asking.fixture.ts'
import { sent } from '../qqwallet/faults.fixture.ts'
import { QQ_FAULTS } from '../qqwallet/faults.ts'
import { decode, encode, type Json } from './codec.ts'
import { type RecordedWallet, recordedWallet } from './record.ts'
import { replayCase } from './replay.ts'

const newRecorded = (options: Partial<Parameters<typeof recordedWallet>[0]> = {}, limits = {}): RecordedWallet =>
  recordedWallet(
    { merchants: [{ ...MERCHANT, refundableFunds: 1_000_000n }, OTHER_MERCHANT], seed: 'a case', ...options },
    limits,
  )

const ACKNOWLEDGED = { status: 200, body: '<xml><return_code>SUCCESS</return_code></xml>' }

/** Something happens; what is impossible throws, and that belongs to the case, too. */
function happen(wallet: RecordedWallet, kind: string, number: number, now: number): void {
  const order = { mchId: MERCHANT.mchId, outTradeNo: `T-${number}` }
  const bill = wallet.bills(now).find(({ outTradeNo }) => outTradeNo === order.outTradeNo)
  const doings: Readonly<Record<string, () => unknown>> = {
    order: () =>
      sent(wallet, 'order', { out_trade_no: order.outTradeNo, total_fee: ['1990', '95306', '95309'][number] ?? '100' }, { now }),
    micropay: () => sent(wallet, 'micropay', { out_trade_no: order.outTradeNo, auth_code: wallet.paymentCode(now) }, { now }),
    query: () => sent(wallet, 'query', { out_trade_no: order.outTradeNo }, { now }),
    refund: () =>
      sent(wallet, 'refund', { out_trade_no: order.outTradeNo, out_refund_no: `R-${number}`, refund_fee: '10' }, { now }),
    close: () => sent(wallet, 'close', { out_trade_no: order.outTradeNo }, { now }),
    statement: () => sent(wallet, 'statement', { bill_date: '20260104' }, { now }),
    garbage: () => sent(wallet, 'order', {}, { now, body: Uint8Array.of(0xff, 0xfe, number) }),
    pay: () => wallet.act(bill?.promptText ?? 'nothing', 'pay', now),
    cancel: () => wallet.act(bill?.promptText ?? 'nothing', 'cancel', now),
    due: () => {
      for (const [index, { id }] of wallet.due(now).entries())
        wallet.delivered(id, index === number ? undefined : ACKNOWLEDGED, now)
    },
    replay: () => wallet.replay(order, now, number === 0 ? undefined : 'notify-duplicate:3'),
    settle: () => wallet.settleRefund({ mchId: order.mchId, outRefundNo: `R-${number}` }, 'failed', now),
    enrol: () => wallet.enrol({ mchId: `190000020${number}`, apiKey: 'test-key-of-a-late-comer-00000000' }),
    disarm: () => wallet.faults.arm([]),
  }
  try {
    doings[kind]?.()
  } catch {
    // As for whoever holds the phone: a sentence, and life goes on.
  }
}

const KINDS = [
  'order',
  'micropay',
  'query',
  'refund',
  'close',
  'statement',
  'garbage',
  'pay',
  'pay',
  'cancel',
  'due',
  'due',
  'replay',
  'settle',
  'enrol',
  'disarm',
]
const scenario = fc.array(
  fc.record({ kind: fc.constantFrom(...KINDS), number: fc.nat(2), waitMs: fc.constantFrom(0, 0, 1000, 15_000, 600_000) }),
  { maxLength: 40 },
)
const faults: fc.Arbitrary<readonly FaultRule[]> = fc.array(
  fc.record({ fault: fc.constantFrom(...QQ_FAULTS.map(({ name }) => name)), percent: fc.integer({ min: 1, max: 100 }) }),
  { maxLength: 4 },
)

function recording(rules: readonly FaultRule[], moves: readonly { kind: string; number: number; waitMs: number }[]): string {
  const wallet = newRecorded({ faults: rules })
  let now = NOW
  for (const { kind, number, waitMs } of moves) {
    now += waitMs
    // A server asks many times in between; where nothing is due, that is not written down.
    for (const { id } of wallet.due(now - waitMs / 2)) wallet.delivered(id, undefined, now)
    happen(wallet, kind, number, now)
  }
  return wallet.save()
}

/** Where a step of a case says what came out, in place of what it says there. */
function planted(text: string, pick: number): string | undefined {
  const found: { tpcase: number; steps: Record<string, Json>[] } = JSON.parse(text)
  const step = found.steps.filter((each) => 'gave' in each || 'threw' in each)[pick]
  if (!step) return undefined
  if ('threw' in step) step.threw = `${String(step.threw)}!`
  else step.gave = changed(step.gave ?? null)
  return JSON.stringify(found)
}

/** The same with its first text, number or list changed. */
function changed(json: Json): Json {
  if (typeof json === 'string') return `${json}!`
  if (typeof json === 'number') return json + 1
  if (json === null || typeof json === 'boolean') return 'other'
  if (Array.isArray(json)) return [...json, 'more']
  const [first, ...rest] = Object.entries(json)
  return first ? Object.fromEntries([[first[0], changed(first[1])], ...rest]) : { more: 1 }
}

describe('a case', () => {
  test('that was saved and is replayed differs in nothing, whatever happened', () => {
    fc.assert(
      fc.property(faults, scenario, (rules, moves) => {
        expect(replayCase(recording(rules, moves))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('writes down that a notify was held back, though nothing was handed out', () => {
    const wallet = newRecorded({ faults: [{ fault: 'notify-late', value: 60_000, times: 1 }] })
    paidOrder(wallet)
    for (const afterMs of [0, 1, 59_999, 60_000]) wallet.due(NOW + afterMs)
    expect(wallet.save().match(/"do":"due"/g)).toHaveLength(2)
    expect(replayCase(wallet.save())).toEqual([])
  })

  test('into which a change was planted differs there, and there only', () => {
    fc.assert(
      fc.property(scenario, fc.nat(30), (moves, pick) => {
        const text = planted(recording([], moves), pick)
        fc.pre(text !== undefined)
        expect(replayCase(text ?? '')).toHaveLength(1)
      }),
      { numRuns: 60 },
    )
  })

  test('whose wallet has another key differs from the first signed answer on', () => {
    const wallet = newRecorded()
    paidOrder(wallet)
    const other = wallet.save().replace(MERCHANT.apiKey, 'test-key-fedcba9876543210fedcba98765')
    expect(replayCase(other)[0]).toMatch(
      /^step 1, handle at 2026-01-05T04:00:00\.000Z: gave\.body\.\$bytes: expected .*SUCCESS.*, found .*FAIL/,
    )
  })

  test('is a text for people: options, and one line for each step with its time', () => {
    const wallet = newRecorded()
    ask(wallet, 'order')
    wallet.due(NOW)
    const [head, ...steps] = wallet.save().split('\n  {')
    expect(head).toMatch(/"tpcase": 1,\n "wallet": "qqwallet",\n "options"/)
    expect(steps).toHaveLength(2)
    expect(steps[0]).toMatch(/^"do":"handle",.*"now":"2026-01-05T04:00:00\.000Z"/)
    expect(steps[1]).toMatch(/^"do":"books"/)
  })

  test('of a wallet to which nothing happened is one, too', () => {
    expect(replayCase(newRecorded().save())).toEqual([])
  })

  test('that grew too long says so, and the wallet goes on', () => {
    const wallet = newRecorded({}, { steps: 2 })
    for (const number of ['T-1', 'T-2', 'T-3']) ask(wallet, 'order', { out_trade_no: number })
    expect(() => wallet.save()).toThrow(/expected at most 2 steps and 32000000 characters, found more/)
    expect(wallet.books(NOW)).toHaveLength(3)
    const wide = newRecorded({}, { characters: 100 })
    ask(wide, 'order')
    expect(() => wide.save()).toThrow(/at most 10000 steps and 100 characters/)
  })
})

describe('a text that is no case is refused with a sentence', () => {
  const good = JSON.parse(newRecorded().save())
  const step = (json: object): string => JSON.stringify({ ...good, steps: [json] })

  test.each([
    ['', /expected a JSON object with "tpcase"/],
    ['{"tpcase":', /expected a JSON object with "tpcase"/],
    ['[]', /expected a JSON object with "tpcase"/],
    ['{"merchants":[]}', /expected a JSON object with "tpcase"/],
    [JSON.stringify({ ...good, tpcase: 2 }), /expected version 1, found 2; replay it with the tpkit that saved it/],
    [JSON.stringify({ ...good, tpcase: '1' }), /expected version 1, found "1"/],
    [JSON.stringify({ ...good, wallet: 'purse' }), /expected the wallet alipay or qqwallet or wechatpay, found "purse"/],
    [JSON.stringify({ ...good, options: {} }), /expected options with merchants/],
    [JSON.stringify({ ...good, steps: {} }), /expected a list of steps/],
    [step({ do: 'explode' }), /expected step 1 to do one of handle, act, .*, found "explode"/],
    [step({ do: 'toString' }), /found "toString"/],
    [step({ do: 'due' }), /expected step 1 to have a time such as .*, found null/],
    [step({ do: 'due', now: 'yesterday' }), /found "yesterday"/],
    [step({ do: 'due', now: '2026-13-05T04:00:00.000Z' }), /to have a time/],
    [JSON.stringify({ ...good, options: { merchants: [{ mchId: '1', apiKey: 'test-key' }] } }), /expected 8 to 10 digits/],
  ])('%s', (text, sentence) => {
    expect(() => replayCase(text)).toThrow(sentence)
  })

  test('a step whose values are none is a difference, not a crash', () => {
    expect(replayCase(step({ do: 'handle', now: '2026-01-05T04:00:00.000Z' }))).toEqual([
      expect.stringMatching(/^step 1, handle/),
    ])
    expect(replayCase(step({ do: 'act', now: '2026-01-05T04:00:00.000Z', prompt: { $secret: 1 } }))).toEqual([
      expect.stringMatching(/^step 1, act/),
    ])
  })
})

test('whatever goes into a wallet or comes out of it survives JSON', () => {
  const leaf = fc.oneof(fc.string(), fc.bigInt(), fc.boolean(), fc.integer(), fc.uint8Array())
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('any')),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('any')),
      tie('map'),
    ),
    map: fc.array(fc.tuple(fc.string(), tie('any'))).map((entries) => new Map(entries)),
  })).any
  fc.assert(
    fc.property(value, (any) => {
      const plain = JSON.parse(JSON.stringify(encode(any)))
      expect(decode(plain)).toEqual(any)
    }),
  )
})
