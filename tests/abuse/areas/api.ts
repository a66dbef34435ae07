import type { Cases, Trial } from '../trial.ts'
import type { Answer } from '../world/http.ts'
import { type Sold, shortly } from '../world/sold.ts'
import { WALLETS, type WalletName } from '../world/wallets.ts'
import { refundCalls } from './calls.ts'

export const api: Cases = {
  A074: async (trial) => {
    for (const name of WALLETS) {
      const theirs = await foreign(trial, name)
      await trial.bad(`${name}: by its id`, () =>
        asMissing(trial, `/v1/payments/${theirs.id}`, '/v1/payments/ord_01a21c064c907106af7c550ea88d65e1'),
      )
      await trial.bad(`${name}: by its number`, () => notListed(trial, `orderNo=${theirs.orderNo}`))
      await trial.bad(`${name}: by the number that the wallet knows`, () => notListed(trial, `text=${theirs.orderNo}`))
      await trial.bad(`${name}: by its account`, () => notListed(trial, `account=${theirs.account}`))
      await trial.bad(`${name}: its refunds`, () => notListed(trial, `payment=${theirs.id}`, 'refunds'))
      await trial.twin(`${name}: one's own`, async () => {
        const { id } = await trial.shop.ordered(name)
        const answer = await trial.shop.ask('a', 'GET', `/v1/payments/${id}`)
        return answer.status === 200 ? undefined : `expected it, found ${shortly(answer)}`
      })
    }
  },
  A075: async (trial) => {
    for (const name of WALLETS) {
      const theirs = await foreign(trial, name)
      for (const [what, path] of Object.entries({ refund: 'refunds', close: 'close', reverse: 'reverse' }))
        await trial.bad(`${name}: ${what}`, () => notDone(trial, theirs, path))
      await trial.bad(`${name}: pay by the other merchant's method`, async () => {
        const order = {
          orderNo: trial.shop.orderNo(),
          method: `wallet-${name}-b`,
          scene: 'native',
          subject: 'Tea',
          total: { amount: 1, currency: 'CNY' },
        }
        const answer = await trial.shop.ask('a', 'POST', '/v1/payments', { body: order })
        return answer.status === 404 ? undefined : `expected 404, found ${shortly(answer)}`
      })
      await trial.twin(`${name}: one's own refund`, async () => {
        const own = await trial.shop.sellAndHear(name)
        const answer = await trial.shop.refund(own, `R-${own.orderNo}`, 1000)
        return answer.status < 300 ? undefined : `expected it accepted, found ${shortly(answer)}`
      })
    }
  },
  A076: async (trial) => {
    const extra = {
      ...{
        status: 'paid',
        paidAmount: 10_000,
        merchantId: 'tea',
        merchant: 'tea',
        createdAt: '2020-01-01T00:00:00Z',
        id: 'ord_1',
      },
      ...{
        account: 'qq-b',
        refunded: { amount: 0, currency: 'CNY' },
        attempts: [],
        paidAt: '2020-01-01T00:00:00Z',
        transactionId: '1',
        Status: 'paid',
      },
    }
    for (const [name, value] of Object.entries(extra))
      await trial.bad(`a payment with ${name}`, () => unknownField(trial, { [name]: value }))
    await trial.bad('a total with more in it', () =>
      unknownField(trial, { total: { amount: 10_000, currency: 'CNY', paid: true } }),
    )
    const sold = await trial.shop.sellAndHear('qq')
    for (const name of ['status', 'id', 'orderNo', 'merchant'])
      await trial.bad(`a refund with ${name}`, async () => {
        const body = { refundNo: `R-${sold.orderNo}`, amount: { amount: 1, currency: 'CNY' }, [name]: 'x' }
        const answer = await trial.shop.ask('a', 'POST', `/v1/payments/${sold.id}/refunds`, { body })
        return answer.status === 400 && answer.body.includes(`/${name}`) ? undefined : `expected 400, found ${shortly(answer)}`
      })
    await trial.twin('a payment without', async () =>
      (await trial.shop.ordered('qq')).status === 'open' ? undefined : 'it is not open',
    )
  },
}

/** An order of the other merchant that was there from the start. */
async function foreign({ world }: Trial, name: WalletName): Promise<Sold> {
  const { rows } = await world.ledger.read.orders({ merchant: 'tea', method: `wallet-${name}-b`, status: 'paid', limit: 10 })
  const order = rows[0]?.order
  if (!order) throw new Error(`expected an order of the other merchant at ${name}, found none`)
  const nothing = { headers: [], body: new Uint8Array() }
  return {
    id: order.id,
    orderNo: order.orderNo,
    account: `${name}-b`,
    side: 'b',
    stand: world.stand(name),
    total: 10_000,
    notify: nothing,
  }
}

const withoutInstance = ({ status, body }: Answer): string => `${status} ${body.replace(/"instance":"[^"]*"/, '')}`

async function asMissing({ shop }: Trial, theirs: string, none: string): Promise<string | undefined> {
  const [found, missing] = [await shop.ask('a', 'GET', theirs), await shop.ask('a', 'GET', none)]
  if (found.status !== 404) return `expected 404, found ${shortly(found)}`
  return withoutInstance(found) === withoutInstance(missing) ? undefined : `it differs from a missing one: ${shortly(found)}`
}

async function notListed({ shop }: Trial, query: string, list = 'payments'): Promise<string | undefined> {
  const answer = await shop.ask('a', 'GET', `/v1/${list}?${query}`)
  const items = answer.status === 200 ? JSON.parse(answer.body).items : []
  return items.length === 0 ? undefined : `${items.length} are listed`
}

async function notDone({ shop, world }: Trial, theirs: Sold, path: string): Promise<string | undefined> {
  const [calls, since] = [refundCalls(theirs.stand), world.gateway().log().length]
  const body = path === 'refunds' ? { body: { refundNo: `R-${shop.orderNo()}`, amount: { amount: 1, currency: 'CNY' } } } : {}
  const answer = await shop.ask('a', 'POST', `/v1/payments/${theirs.id}/${path}`, body)
  if (answer.status !== 404) return `expected 404, found ${shortly(answer)}`
  if (refundCalls(theirs.stand) !== calls) return 'the wallet was asked'
  await world.gateway().ask('state', { tidy: false })
  const isTold = /"event":"request".*"status":404.*"merchant":"main"/.test(world.gateway().log().slice(since))
  return isTold ? undefined : 'the log does not say who asked'
}

async function unknownField({ shop, world }: Trial, more: object): Promise<string | undefined> {
  const orderNo = shop.orderNo()
  const order = {
    orderNo,
    method: 'wallet-qq-a',
    scene: 'native',
    subject: 'Tea',
    total: { amount: 10_000, currency: 'CNY' },
    ...more,
  }
  const answer = await shop.ask('a', 'POST', '/v1/payments', { body: order })
  if (answer.status !== 400 || !/no such field/.test(answer.body)) return `expected 400, found ${shortly(answer)}`
  const held = await world.ledger.read.order({ merchant: 'main', orderNo })
  return held ? 'an order was made' : undefined
}
