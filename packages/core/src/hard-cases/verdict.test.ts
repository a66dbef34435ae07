import { describe, expect, it } from 'vitest'
import type { RefundFact } from '../contract/fact.ts'
import { type Finding, type Protocol, send } from '../contract/protocol.ts'
import { fail, tpError } from '../errors.ts'
import { cny } from '../money.ts'
import { TransportError } from '../ports.ts'
import { fakeTP, manifest, notHere, wire } from './world.fixture.ts'

const refund = { outTradeNo: 'ORDER_1', outRefundNo: 'R1', total: cny.fen(100), amount: cny.fen(50) }

/** Signed is what begins with `signed:`; the rest of the body is `ok` or a code. */
function read(status: number, body: string): Finding<RefundFact> {
  const [head, code = ''] = body.split(':')
  if (!/^(signed|unsigned)$/.test(head ?? ''))
    throw tpError('MALFORMED', 'expected a message of the wallet, found something else')
  if (code === 'forged') throw tpError('UNVERIFIED', 'the signature is wrong')
  if (code === 'ok') {
    const { outTradeNo, outRefundNo, amount } = refund
    return {
      kind: 'done',
      evidence: 'verified',
      value: { kind: 'refund', outTradeNo, outRefundNo, amount, status: 'processing', source: 'reply', raw: {} },
    }
  }
  const evidence = head === 'signed' ? 'verified' : { unsigned: { status, code } }
  return { kind: 'refused', failure: fail('DECLINED', `the wallet said ${code}`, { retry: 'after-fix' }), evidence }
}

const wallet: Protocol<'native'> = {
  manifest: manifest({ scenes: ['native'], abilities: [], decidedBeforeExecution: [{ status: 401, code: 'SIGN_ERROR' }] }),
  payee: { mchId: '1' },
  *refund() {
    const answer = yield* send({ method: 'POST', url: 'https://wallet.example/refund', headers: [], effect: 'write' })
    return read(answer.status, Buffer.from(answer.body).toString())
  },
  pay: notHere,
  query: notHere,
  notify: notHere,
  acknowledge: () => ({ status: 200, headers: [], body: '' }),
}

describe('hard case 5: what an answer to a write proves', () => {
  const cases = [
    ['a verified success', 200, 'signed:ok', 'done'],
    ['a verified refusal', 200, 'signed:NOT_ENOUGH', 'refused'],
    ['an unsigned refusal that the table calls decided before execution', 401, 'unsigned:SIGN_ERROR', 'refused'],
    ['the same code under a status that the table does not name', 500, 'unsigned:SIGN_ERROR', 'unknown'],
    ['an unsigned refusal of any other code', 403, 'unsigned:NOT_ENOUGH', 'unknown'],
    ["a proxy's HTML page", 502, '<html>bad gateway</html>', 'unknown'],
    ['a success whose signature is wrong', 200, 'signed:forged', 'unknown'],
    ['an empty answer', 200, '', 'unknown'],
  ] as const

  it.each(cases)('%s (HTTP %i, %j) is %s', async (_what, status, body, kind) => {
    const outcome = await fakeTP(
      wallet,
      wire(() => ({ status, body })),
    ).refund(refund)
    expect(outcome.kind).toBe(kind)
    if (outcome.kind === 'unknown') expect(outcome.failure.retry).toBe('same-number')
  })

  it.each([
    [true, 'unknown'],
    [false, 'refused'],
  ])('a broken line of which a byte may have left: %s, is %s', async (mayHaveLeft, kind) => {
    const connection = wire(() => {
      throw new TransportError(fail('TIMEOUT', 'no answer in time'), mayHaveLeft)
    })
    await expect(fakeTP(wallet, connection).refund(refund)).resolves.toMatchObject({ kind, failure: { code: 'TIMEOUT' } })
  })

  it('does not believe an unlisted origin: the answer did not come from the wallet', async () => {
    const elsewhere: Protocol<'native'> = {
      ...wallet,
      *refund() {
        const answer = yield* send({ method: 'POST', url: 'http://wallet.example/refund', headers: [], effect: 'write' })
        return read(answer.status, Buffer.from(answer.body).toString())
      },
    }
    const outcome = await fakeTP(
      elsewhere,
      wire(() => ({ status: 401, body: 'unsigned:SIGN_ERROR' })),
    ).refund(refund)
    expect(outcome.kind).toBe('unknown')
  })

  it('does not take the refusal of a second write for a refusal of the first', async () => {
    const twoWrites: Protocol<'native'> = {
      ...wallet,
      *refund() {
        yield* send({ method: 'POST', url: 'https://wallet.example/prepare', headers: [], effect: 'write' })
        const answer = yield* send({ method: 'POST', url: 'https://wallet.example/refund', headers: [], effect: 'write' })
        return read(answer.status, Buffer.from(answer.body).toString())
      },
    }
    const outcome = await fakeTP(
      twoWrites,
      wire(() => ({ body: 'signed:NOT_ENOUGH' })),
    ).refund(refund)
    expect(outcome.kind).toBe('unknown')
  })

  it('says what became of the money also when log and recorder fail', async () => {
    const fails = () => {
      throw new Error('the disk is full')
    }
    const told = { log: { write: fails }, recorder: { record: fails } }
    const connection = wire(() => ({ body: 'signed:ok' }))
    await expect(fakeTP(wallet, connection, told).refund(refund)).resolves.toMatchObject({ kind: 'done' })
    const down = wire(() => {
      throw new TransportError(fail('UNAVAILABLE', 'refused'), false)
    })
    await expect(fakeTP(wallet, down, told).refund(refund)).resolves.toMatchObject({ kind: 'refused' })
  })

  it('refuses an answer above the size limit, and cannot tell what it would have said', async () => {
    const outcome = await fakeTP(
      wallet,
      wire(() => ({ body: `signed:ok${' '.repeat(1_000_000)}` })),
    ).refund(refund)
    expect(outcome).toMatchObject({ kind: 'unknown', failure: { code: 'LIMIT' } })
  })
})
