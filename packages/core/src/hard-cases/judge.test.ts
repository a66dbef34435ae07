import { describe, expect, it } from 'vitest'
import type { RefundFact } from '../contract/fact.ts'
import { type Finding, type NotThere, type Protocol, send } from '../contract/protocol.ts'
import { fail, tpError } from '../errors.ts'
import { cny } from '../money.ts'
import { TransportError } from '../ports.ts'
import { fakeTP, manifest, NOW, notHere, wire } from './world.fixture.ts'

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

  it('does not take the refusal of a later read for a refusal of the write', async () => {
    const writesThenLooks: Protocol<'native'> = {
      ...wallet,
      *refund() {
        yield* send({ method: 'POST', url: 'https://wallet.example/refund', headers: [], effect: 'write' })
        const answer = yield* send({ method: 'GET', url: 'https://wallet.example/refund', headers: [], effect: 'read' })
        return read(answer.status, Buffer.from(answer.body).toString())
      },
    }
    for (const body of ['signed:NO_SUCH_REFUND', 'unsigned:SIGN_ERROR']) {
      const outcome = await fakeTP(
        writesThenLooks,
        wire(() => ({ status: 401, body })),
      ).refund(refund)
      expect(outcome.kind).toBe('unknown')
    }
  })

  it('counts a request without an effect as a write, and a line that cannot say what left as one that may have', async () => {
    const careless = { method: 'POST', url: 'https://wallet.example/refund', headers: [] } as never
    const javascript: Protocol<'native'> = {
      ...wallet,
      *refund() {
        yield* send(careless)
        throw new Error('lost')
      },
    }
    await expect(
      fakeTP(
        javascript,
        wire(() => ({})),
      ).refund(refund),
    ).resolves.toMatchObject({ kind: 'unknown' })
    const vague = wire(() => {
      throw new TransportError(fail('TIMEOUT', 'no answer in time'), undefined as never)
    })
    await expect(fakeTP(wallet, vague).refund(refund)).resolves.toMatchObject({ kind: 'unknown' })
  })

  it.each([
    ['nothing', undefined],
    ['an unknown kind', { kind: 'maybe' }],
    ['a refusal without a failure', { kind: 'refused', evidence: 'verified' }],
    ['an unknown without a failure', { kind: 'unknown' }],
    ['a refusal without evidence', { kind: 'refused', failure: fail('DECLINED', 'no') }],
    ['a success on evidence that does not exist', { kind: 'done', value: {}, evidence: 'trust me' }],
  ])('calls %s, returned after a write, unknown', async (_what, finding) => {
    const javascript: Protocol<'native'> = {
      ...wallet,
      *refund() {
        yield* send({ method: 'POST', url: 'https://wallet.example/refund', headers: [], effect: 'write' })
        return finding as never
      },
    }
    await expect(
      fakeTP(
        javascript,
        wire(() => ({})),
      ).refund(refund),
    ).resolves.toMatchObject({ kind: 'unknown' })
  })

  it('lets only a payment start without a request, and no fact come of it', async () => {
    const inventive: Protocol<'native'> = {
      ...wallet,
      *refund() {
        return { kind: 'done', evidence: 'nothing-sent', value: {} } as never
      },
      *pay({ outTradeNo }) {
        const fact = { kind: 'payment', status: 'closed', outTradeNo, source: 'reply', raw: {} } as const
        return { kind: 'done', evidence: 'nothing-sent', value: { outTradeNo, fact } }
      },
    }
    const tp = fakeTP(
      inventive,
      wire(() => ({})),
    )
    await expect(tp.refund(refund)).rejects.toMatchObject({ code: 'INTERNAL' })
    await expect(tp.pay({ scene: 'native', subject: 'tea', ...refund })).rejects.toMatchObject({ code: 'INTERNAL' })
  })

  it('keeps a refused repeat unknown while an earlier call under the number is unknown', async () => {
    const neverLeft = wire(() => {
      throw new TransportError(fail('UNAVAILABLE', 'refused'), false)
    })
    const decided = wire(() => ({ status: 401, body: 'unsigned:SIGN_ERROR' }))
    const verified = wire(() => ({ body: 'signed:NOT_ENOUGH' }))
    for (const connection of [neverLeft, decided, verified]) {
      await expect(fakeTP(wallet, connection).refund(refund)).resolves.toMatchObject({ kind: 'refused' })
      const again = await fakeTP(wallet, connection).refund(refund, { afterUnknown: true })
      expect(again).toMatchObject({ kind: 'unknown', failure: { retry: 'same-number' } })
    }
  })

  it('holds a listed refusal for the calls that it is listed for, and for no others', async () => {
    const listed = { status: 401, code: 'SIGN_ERROR' }
    const connection = wire(() => ({ status: 401, body: 'unsigned:SIGN_ERROR' }))
    const withList = (on: readonly ('pay' | 'refund')[]): Protocol<'native'> => ({
      ...wallet,
      manifest: { ...wallet.manifest, decidedBeforeExecution: [{ ...listed, on }] },
    })
    await expect(fakeTP(withList(['refund']), connection).refund(refund)).resolves.toMatchObject({ kind: 'refused' })
    await expect(fakeTP(withList(['pay']), connection).refund(refund)).resolves.toMatchObject({ kind: 'unknown' })
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

describe('what an answer to a read proves', () => {
  const asking = (evidence: NotThere['evidence']): Protocol<'native'> => ({
    ...wallet,
    *query() {
      yield* send({ method: 'GET', url: 'https://wallet.example/query', headers: [], effect: 'read' })
      return { kind: 'absent', evidence }
    },
  })

  it('believes "no such order" when it is verified, or listed as decided before execution', async () => {
    const connection = wire(() => ({ status: 401 }))
    const listed = { unsigned: { status: 401, code: 'SIGN_ERROR' } }
    for (const evidence of ['verified', listed] as const) {
      await expect(fakeTP(asking(evidence), connection).query(refund)).resolves.toMatchObject({ kind: 'absent' })
    }
    const other = asking({ unsigned: { status: 401, code: 'NO_ORDER' } })
    await expect(fakeTP(other, connection).query(refund)).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })

  it('says of "no such order" until when it means nothing, from the last time that the write was sent', async () => {
    const both: Protocol<'native', 'queryRefund'> = {
      ...asking('verified'),
      manifest: manifest({ scenes: ['native'], abilities: ['queryRefund'] }),
      *queryRefund() {
        yield* send({ method: 'GET', url: 'https://wallet.example/query', headers: [], effect: 'read' })
        return { kind: 'absent', evidence: 'verified' }
      },
    }
    const tp = fakeTP(
      both,
      wire(() => ({})),
    )
    const { quietMs } = both.manifest.timing
    for (const [since, mark] of [
      [NOW, { mayAppearUntil: NOW + quietMs }],
      [NOW - quietMs + 1, { mayAppearUntil: NOW + 1 }],
      [NOW - quietMs, {}],
    ] as const) {
      await expect(tp.query({ ...refund, sentAt: since })).resolves.toEqual({ kind: 'absent', ...mark })
      await expect(tp.queryRefund({ ...refund, refundSentAt: since })).resolves.toEqual({ kind: 'absent', ...mark })
    }
    // The number is old, and may have been sent again just now: only the last send ends the doubt.
    const unsaid = { kind: 'absent', mayAppearUntil: NOW + quietMs }
    await expect(tp.queryRefund({ ...refund, startedAt: NOW - 10 * quietMs })).resolves.toEqual(unsaid)
    await expect(tp.query({ ...refund, startedAt: NOW - 10 * quietMs })).resolves.toEqual(unsaid)
  })

  it('sends nothing when a call that only reads would write', async () => {
    const connection = wire(() => ({}))
    const meddling: Protocol<'native'> = {
      ...wallet,
      *query() {
        yield* send({ method: 'POST', url: 'https://wallet.example/refund', headers: [], effect: 'write' })
        return { kind: 'absent', evidence: 'verified' }
      },
    }
    await expect(fakeTP(meddling, connection).query(refund)).rejects.toMatchObject({ code: 'INTERNAL' })
    expect(connection.sent).toHaveLength(0)
  })
})
