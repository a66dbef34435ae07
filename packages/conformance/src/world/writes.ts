import type { CallOptions, Outcome } from '@tpkit/core'
import type { Attempt } from './attempt.ts'
import type { Shop } from './shop.ts'
import { demandRefundTruth, demandTruth } from './truth.ts'

/** One write that is ready to be made, on an order of its own. */
export interface Write {
  readonly verb: string
  readonly order: Attempt
  /** May be called again: the same command, the same number. */
  readonly call: (options?: CallOptions) => Promise<Outcome<unknown>>
  /** Asks the wallet afterwards, and demands that the answer and the books agree. */
  readonly demandTruth: (meaning: string) => Promise<void>
}

/** Every write that the provider has, one after the other. */
export async function* writes(shop: Shop): AsyncGenerator<Write> {
  yield pay(shop)
  yield await refund(shop)
  const closing = shop.canClose && (await close(shop))
  if (closing) yield closing
  if (!shop.hasCounter) return
  const order = shop.counterOrder()
  yield { ...pay(shop, order), verb: 'pay at the counter' }
  if (shop.tp.reverse) yield await reverse(shop)
}

function pay(shop: Shop, order: Attempt = shop.order()): Write {
  return { verb: 'pay', order, call: (options) => shop.pay(order, options), demandTruth: truth(shop, order) }
}

/** A wallet that creates the order on scan has none to close yet. */
async function close(shop: Shop): Promise<Write | undefined> {
  const order = await shop.prepare()
  if (!shop.books.order(order)) return undefined
  return { verb: 'close', order, call: (options) => shop.close(order, options), demandTruth: truth(shop, order) }
}

async function reverse(shop: Shop): Promise<Write> {
  const order = await shop.prepare(shop.counterOrder())
  return { verb: 'reverse', order, call: (options) => shop.reverse(order, options), demandTruth: truth(shop, order) }
}

async function refund(shop: Shop): Promise<Write> {
  const sale = await shop.sell()
  const command = shop.refundOf(sale, 4_000n)
  return {
    verb: 'refund',
    order: sale,
    call: (options) => shop.refund(command, options),
    demandTruth: async (meaning) => {
      await truth(shop, sale)(meaning)
      if (!shop.tp.queryRefund) return
      const found = await shop.queryRefund(command)
      demandRefundTruth(shop.tp.manifest, found, shop.books.refund(command), meaning)
    },
  }
}

function truth(shop: Shop, order: Attempt): Write['demandTruth'] {
  return async (meaning) => demandTruth(await shop.query(order), shop.books.order(order), meaning)
}
