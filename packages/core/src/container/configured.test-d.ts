import { describe, expectTypeOf, it } from 'vitest'
import type { PayCommand } from '../contract/command.ts'
import { cny } from '../money.ts'
import type { Account, AccountHandle, Method, Named, NameIn } from './configured.ts'
import type { Tpkit } from './tpkit.ts'

declare const tpkit: Tpkit
declare const name: string
const order = { outTradeNo: 'ORDER_1', subject: 'tea', total: cny.fen(1) }
const jsapi = { scene: 'jsapi', payerId: 'o-1', ...order } as const

describe('without a generated declaration', () => {
  it('every name is taken, and stands for every scene and ability', () => {
    expectTypeOf(tpkit.method('wallet')).toEqualTypeOf<Method>()
    expectTypeOf(tpkit.account(name)).toEqualTypeOf<AccountHandle>()
    expectTypeOf(tpkit.method).parameter(0).toBeString()
    tpkit.method(name).pay({ scene: 'native', ...order })
    tpkit.account('qq-main').queryRefund({ outRefundNo: 'R1', ...order })
  })

  it('a method repeats no number whose outcome is unknown, the account that took it does', () => {
    // @ts-expect-error by now the method may lead to another account
    tpkit.method('wallet').pay({ scene: 'native', ...order }, { afterUnknown: true })
    tpkit.account('qq').pay({ scene: 'native', ...order }, { afterUnknown: true })
  })

  it('a stand-in for tests needs no cast', () => {
    const fake: Pick<Tpkit, 'method' | 'account'> = {
      method: (_name: string): Method => tpkit.method('wallet'),
      account: (_name: string): AccountHandle => tpkit.account('qq'),
    }
    expectTypeOf(fake).not.toBeAny()
  })

  it('a handle of everything stands in for a narrower one, never the other way', () => {
    const narrow: Method<'native'> = tpkit.method('wallet')
    expectTypeOf(narrow.pay).parameter(0).toEqualTypeOf<PayCommand<'native'>>()
    // @ts-expect-error it has native only
    const wide: Method = narrow
    expectTypeOf(wide).not.toBeAny()
    const able: Account<'native', 'close'> = tpkit.account('qq')
    expectTypeOf(able).not.toBeAny()
  })
})

/** What `tpkit types` adds to ConfiguredMethods and ConfiguredAccounts; `packages/tpkit` adds it for real. */
interface Known {
  wallet: Method<'native' | 'jsapi'>
  'qq-main': Account<'native', never>
}
declare const generated: <const Name extends string>(wanted: NameIn<Known, Name>) => Named<Known, Name, Method>

describe('with a generated declaration', () => {
  it('a name stands for what its declaration says', () => {
    generated('wallet').pay(jsapi)
    // @ts-expect-error no account of this method has h5
    generated('wallet').pay({ scene: 'h5', ...order })
    // @ts-expect-error its provider has no close
    generated('qq-main').close
  })

  it('a literal that is none of the names does not compile, text known at run time does', () => {
    // @ts-expect-error misspelt
    generated('walet')
    expectTypeOf(generated(name)).toEqualTypeOf<Method>()
    for (const one of ['wallet', 'qq-main'] as const) expectTypeOf(generated(one).name).toBeString()
  })
})
