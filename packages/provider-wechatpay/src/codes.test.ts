import type { Evidence, Exchange, Finding } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { CODES, type CodeRule, ruleFor, spelled, UNLISTED } from './codes.ts'
import type { Call } from './endpoints.ts'
import { wechatpay } from './protocol.ts'
import { account, at, counter, drive, order, payment, refund, refusal, signed, unsignedRefusal } from './wallet.fixture.ts'

const protocol = wechatpay(account)
type Write = (typeof WRITES)[number]
type Read = (typeof READS)[number]

const WRITES = ['pay', 'micropay', 'refund', 'close', 'reverse'] as const
const READS = ['query', 'queryRefund', 'statement', 'trust'] as const

const WRITE: Readonly<Record<Write, () => Exchange<Finding<unknown, Evidence>>>> = {
  pay: () => protocol.pay(order, at),
  micropay: () => protocol.pay(counter, at),
  refund: () => protocol.refund(refund, at),
  close: () => protocol.close(payment, at),
  reverse: () => protocol.reverse(payment, at),
}
const READ: Readonly<Record<Read, () => Exchange<unknown>>> = {
  query: () => protocol.query(payment, at),
  queryRefund: () => protocol.queryRefund(refund, at),
  statement: () => protocol.statement({ day: '2024-12-31', kind: 'trade' }, at),
  trust: () => protocol.trust(at, []),
}

const write = (call: Write, answer: ReturnType<typeof refusal>) => drive(WRITE[call](), answer).reply
const read = (call: Read, answer: ReturnType<typeof refusal>) => drive(READ[call](), answer).reply

const isFor = ({ on }: CodeRule, call: Call) => on === 'any' || on.includes(call)
/** Every rule with each write that it decides: one of the call's own comes before one for any. */
const WRITTEN = CODES.flatMap((rule) =>
  WRITES.filter((call) => isFor(rule, call) && ruleFor(call, rule.code) === rule).map((call) => [call, rule.code, rule] as const),
)
const bare = (code: string) => code.replaceAll('_', '')

describe('writes: every row of the table', () => {
  test.each(WRITTEN)('%s %s, signed, proves what the table says', (call, code, rule) => {
    const { judgement, failure, retry, checkAfterMs } = rule
    const reply = write(call, refusal(code, 403))
    if (judgement === 'done' || judgement === 'waiting')
      return expect(reply).toMatchObject({ kind: 'done', evidence: 'verified' })
    expect(reply).toMatchObject({
      kind: judgement,
      ...(judgement === 'refused' && { evidence: 'verified' }),
      failure: { code: failure, retry, provider: { code, message: '订单' }, message: expect.stringContaining(rule.advice) },
    })
    expect('checkAfterMs' in reply ? reply.checkAfterMs : undefined).toBe(checkAfterMs)
  })

  test.each(WRITTEN)('%s %s without underscores, or in small letters, is the same code', (call, code) => {
    const known = write(call, refusal(code, 403))
    for (const other of [bare(code), code.toLowerCase()]) expect(write(call, refusal(other, 403))).toEqual(known)
  })

  test.each(WRITTEN)(
    '%s %s, unsigned, is believed only with the status of what is decided before execution',
    (call, code, rule) => {
      for (const status of [400, 401, 403, 404, 429, 500, 202]) {
        if (status < 300) continue
        const reply = write(call, unsignedRefusal(code, status))
        if (rule.decided?.includes(status)) {
          const { failure, retry } = rule
          expect(reply).toMatchObject({
            kind: 'refused',
            evidence: { unsigned: { status, code } },
            failure: { code: failure, retry },
          })
        } else {
          expect(reply).toMatchObject({ kind: 'unknown', failure: { code: 'UNVERIFIED', retry: 'same-number' } })
        }
      }
    },
  )
})

describe('writes: what the table must not forget', () => {
  test.each<[Write, string, number, string, string]>([
    ['pay', 'OUT_TRADE_NO_USED', 403, 'unknown', 'CONFLICT'],
    ['pay', 'INVALID_REQUEST', 400, 'unknown', 'CONFLICT'],
    ['pay', 'ORDER_CLOSED', 400, 'refused', 'CONFLICT'],
    ['pay', 'SYSTEM_ERROR', 500, 'unknown', 'UNAVAILABLE'],
    ['micropay', 'BANKERROR', 500, 'unknown', 'UNAVAILABLE'],
    ['micropay', 'NOTENOUGH', 403, 'refused', 'FUNDS'],
    ['refund', 'NOT_ENOUGH', 403, 'refused', 'FUNDS'],
    ['refund', 'FREQUENCY_LIMITED', 429, 'unknown', 'RATE'],
    ['refund', 'FREQUENCYLIMITED', 429, 'unknown', 'RATE'],
    ['refund', 'RATELIMIT_EXCEEDED', 429, 'unknown', 'RATE'],
    ['refund', 'SYSTEM_ERROR', 500, 'unknown', 'UNAVAILABLE'],
    ['close', 'ORDERNOTEXIST', 404, 'refused', 'NOT_FOUND'],
    ['close', 'ORDER_PAID', 400, 'refused', 'CONFLICT'],
    ['reverse', 'USERPAYING', 400, 'unknown', 'UNAVAILABLE'],
    ['reverse', 'SYSTEMERROR', 500, 'unknown', 'UNAVAILABLE'],
  ])('%s %s (%i) is %s, %s', (call, code, status, kind, failure) => {
    expect(write(call, refusal(code, status))).toMatchObject({ kind, failure: { code: failure } })
  })

  test.each(['OUT_TRADE_NO_USED', 'INVALID_REQUEST', 'ORDER_PAID'])('pay %s asks at once: money may be there already', (code) => {
    for (const call of ['pay', 'micropay'] as const) expect(write(call, refusal(code))).toMatchObject({ checkAfterMs: 0 })
  })

  test('close ORDER_CLOSED reached its goal, and only a signature makes it so', () => {
    expect(write('close', refusal('ORDER_CLOSED'))).toEqual({
      kind: 'done',
      evidence: 'verified',
      value: { kind: 'payment', status: 'closed', outTradeNo: payment.outTradeNo, source: 'reply', raw: {} },
    })
    expect(write('close', unsignedRefusal('ORDER_CLOSED'))).toMatchObject({ kind: 'unknown' })
  })

  describe.each(WRITES)('%s', (call) => {
    test.each(['SOMETHING_NEW', 'constructor', '__proto__', '订单', 'X'.repeat(500)])(
      'the unlisted code %s is unknown',
      (code) => {
        expect(write(call, refusal(code))).toMatchObject({
          kind: 'unknown',
          failure: { code: 'UNAVAILABLE', retry: 'same-number', provider: { code: code.slice(0, 64) } },
        })
        expect(write(call, unsignedRefusal(code))).toMatchObject({ kind: 'unknown' })
      },
    )
  })

  test('a code of one call proves nothing on another', () => {
    expect(write('refund', refusal('ORDER_CLOSED'))).toMatchObject({ kind: 'unknown' })
    expect(write('pay', refusal('NOT_ENOUGH'))).toMatchObject({ kind: 'unknown' })
    expect(write('close', refusal('OUT_TRADE_NO_USED'))).toMatchObject({ kind: 'unknown' })
    expect(write('refund', refusal('NO_STATEMENT_EXIST'))).toMatchObject({ kind: 'unknown' })
    for (const call of ['pay', 'refund', 'close'] as const) {
      expect(write(call, refusal('USERPAYING'))).toMatchObject({ kind: 'unknown' })
    }
  })

  test("the wallet's words are beside the failure, shortened", () => {
    const long = signed({ code: 'NOT_ENOUGH', message: '余额不足'.repeat(100), detail: { issue: 'x' } }, 403)
    const provider = { code: 'NOT_ENOUGH', message: '余额不足'.repeat(32) }
    expect(write('refund', long)).toMatchObject({ kind: 'refused', failure: { provider } })
    expect(write('refund', signed({ code: 'NOT_ENOUGH' }, 403))).toMatchObject({ failure: { provider: { code: 'NOT_ENOUGH' } } })
  })
})

describe('reads throw the failure', () => {
  const ABSENT: Readonly<Partial<Record<Read, string>>> = { query: 'ORDER_NOT_EXIST', queryRefund: 'RESOURCE_NOT_EXISTS' }

  test.each([
    ['SYSTEMERROR', 500, 'UNAVAILABLE'],
    ['SIGN_ERROR', 401, 'UNAUTHORIZED'],
    ['MCH_NOT_EXISTS', 404, 'CONFIG'],
    ['NOAUTH', 403, 'UNAUTHORIZED'],
    ['FREQUENCY_LIMITED', 429, 'RATE'],
    ['RULELIMIT', 403, 'LIMIT'],
    ['SOMETHING_NEW', 400, 'UNAVAILABLE'],
  ])('%s', (code, status, failure) => {
    for (const call of READS) {
      const thrown = expect.objectContaining({ code: failure, provider: { code: spelled(code), message: '订单' } })
      expect(() => read(call, refusal(code, status)), call).toThrow(thrown)
    }
  })

  test.each(['query', 'queryRefund'] as const)('%s: "no such" is an answer that says on what evidence', (call) => {
    const code = ABSENT[call] ?? ''
    expect(read(call, refusal(code, 404))).toEqual({ kind: 'absent', evidence: 'verified' })
    // Whether that is believed, core decides by the manifest.
    expect(read(call, unsignedRefusal(code, 404))).toEqual({ kind: 'absent', evidence: { unsigned: { status: 404, code } } })
  })

  test('"no such order" answers no question about a refund, and the other way round', () => {
    expect(() => read('queryRefund', refusal('ORDER_NOT_EXIST', 404))).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }))
    expect(() => read('query', refusal('RESOURCE_NOT_EXISTS', 404))).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }))
  })
})

describe('the table', () => {
  test('the manifest lists exactly the codes that are decided before execution, and absence where the account says so', () => {
    const early = CODES.flatMap(({ code, decided = [] }) => decided.map((status) => ({ status, code })))
    expect(protocol.manifest.decidedBeforeExecution).toEqual(early)
    const telling = wechatpay({ ...account, doubts: { unsignedErrors: 'tell-absence' } }).manifest.decidedBeforeExecution
    expect(telling.slice(early.length)).toEqual([
      { status: 404, code: 'ORDER_NOT_EXIST', on: ['query'] },
      { status: 404, code: 'RESOURCE_NOT_EXISTS', on: ['queryRefund'] },
    ])
  })

  test('only refusals are decided before execution, for every call', () => {
    for (const rule of CODES.filter(({ decided }) => decided)) expect(rule).toMatchObject({ judgement: 'refused', on: 'any' })
  })

  test('no code has two rules for one call, and no two codes one spelling', () => {
    const pairs = CODES.flatMap(({ code, on }) => (on === 'any' ? ['any'] : on).map((call) => `${bare(code)} ${call}`))
    expect(new Set(pairs).size).toBe(pairs.length)
    const codes = [...new Set(CODES.map(({ code }) => code))]
    expect(new Set(codes.map(bare)).size).toBe(codes.length)
  })

  test('a limit of the rate never refuses a write: whether it was taken is not said', () => {
    const rates = CODES.filter(({ failure }) => failure === 'RATE')
    expect(rates).toHaveLength(3)
    for (const rule of rates) expect(rule).toMatchObject({ on: 'any', judgement: 'unknown' })
  })

  test('the default is unknown', () => {
    for (const call of [...WRITES, ...READS, 'probe'] as const) expect(ruleFor(call, 'never seen')).toBe(UNLISTED)
    expect(UNLISTED).toMatchObject({ judgement: 'unknown', retry: 'same-number' })
  })
})
