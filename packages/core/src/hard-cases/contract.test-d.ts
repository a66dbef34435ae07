import { describe, expectTypeOf, it } from 'vitest'
import type { PayCommand } from '../contract/command.ts'
import type { Outcome } from '../contract/outcome.ts'
import type { Protocol } from '../contract/protocol.ts'
import type { PayReply } from '../contract/reply.ts'
import type { TP } from '../contract/tp.ts'
import { cny } from '../money.ts'
import { createTP, type TPOptions } from '../tp/create-tp.ts'

declare const native: TP<'native'>
declare const counter: TP<'native' | 'micropay', 'close' | 'reverse'>
declare const outcome: Outcome<PayReply>
declare const options: TPOptions<'native', 'close'>
const order = { outTradeNo: 'ORDER_1', subject: 'tea', total: cny.fen(1) }

describe('hard case 6: capability is a type', () => {
  it('a scene that the provider has compiles, one that it lacks does not', () => {
    native.pay({ scene: 'native', ...order })
    // @ts-expect-error the provider has no jsapi
    native.pay({ scene: 'jsapi', ...order })
    // @ts-expect-error micropay needs the payer's code
    counter.pay({ scene: 'micropay', ...order })
    counter.pay({ scene: 'micropay', authCode: '910728310408849937', ...order })
  })

  it('an ability that the provider lacks does not compile', () => {
    const ref = { outTradeNo: 'ORDER_1', total: cny.fen(1) }
    counter.close(ref)
    // @ts-expect-error not declared by the provider
    native.close(ref)
    // @ts-expect-error not declared by the provider
    counter.queryRefund({ ...ref, outRefundNo: 'R1' })
  })

  it('createTP keeps both', () => {
    const tp = createTP(options)
    expectTypeOf(tp).toEqualTypeOf<TP<'native', 'close'>>()
    // @ts-expect-error a protocol that declares close must have it
    const lacking: Protocol<'native', 'close'> = {} as Protocol<'native'>
    expectTypeOf(lacking).not.toBeAny()
  })

  it('a TP that can do more stands in for one that can do less, never the other way', () => {
    const less: TP<'native', 'close'> = counter
    expectTypeOf(less).not.toBeAny()
    // @ts-expect-error it cannot do micropay
    const more: TP<'native' | 'micropay'> = native
    expectTypeOf(more).not.toBeAny()
  })

  it('the value is out of reach before the kind is looked at', () => {
    // @ts-expect-error it may be refused or unknown
    outcome.value
    if (outcome.kind === 'done') expectTypeOf(outcome.value).toEqualTypeOf<PayReply>()
    if (outcome.kind === 'unknown') expectTypeOf(outcome.failure.retry).toBeString()
    expectTypeOf<PayCommand<'native'>['scene']>().toEqualTypeOf<'native'>()
  })
})
