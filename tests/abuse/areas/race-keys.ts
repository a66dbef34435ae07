import type { Cases, Trial } from '../trial.ts'
import type { Answer } from '../world/http.ts'
import { shortly } from '../world/sold.ts'
import { WALLETS, type WalletName } from '../world/wallets.ts'
import { refundCalls } from './calls.ts'

const keyed = (key: string) => [['Idempotency-Key', `"${key}"`] as const]

export const raceKeys: Cases = {
  A048: async (trial) => {
    for (const name of WALLETS) {
      const orderNo = trial.shop.orderNo()
      const pay = (total: number, number = orderNo): Promise<Answer> =>
        payUnder(trial, name, `pay-${orderNo}`, { orderNo: number, total })
      await trial.twin(`${name}: a payment under a key, twice`, async () => same(await pay(10_000), await pay(10_000), 201))
      await trial.bad(`${name}: the key with another amount`, async () => mismatch(trial, name, () => pay(9_999)))
      await trial.bad(`${name}: the key with another order`, async () =>
        mismatch(trial, name, () => pay(10_000, trial.shop.orderNo())),
      )
      const sold = await trial.shop.sellAndHear(name)
      const refund = (amount: number): Promise<Answer> =>
        trial.shop.ask('a', 'POST', `/v1/payments/${sold.id}/refunds`, {
          headers: keyed(`refund-${orderNo}`),
          body: { refundNo: `R-${sold.orderNo}`, amount: { amount, currency: 'CNY' } },
        })
      await trial.twin(`${name}: a refund under a key, twice`, async () => same(await refund(1000), await refund(1000), 201))
      await trial.bad(`${name}: the key of a refund with another amount`, async () => mismatch(trial, name, () => refund(1001)))
    }
  },
  A049: async (trial) => {
    for (const name of WALLETS) {
      await trial.good(`${name}: twenty at once under one key`, () => atOnce(trial, name, true))
      await trial.good(`${name}: twenty at once without a key`, () => atOnce(trial, name, false))
    }
  },
}

function payUnder(
  { shop }: Trial,
  name: WalletName,
  key: string | undefined,
  wish: { readonly orderNo: string; readonly total: number },
): Promise<Answer> {
  const order = { method: `wallet-${name}-a`, scene: 'native', subject: 'Tea 茶', orderNo: wish.orderNo }
  const body = { ...order, total: { amount: wish.total, currency: 'CNY' } }
  return shop.ask('a', 'POST', '/v1/payments', { body, ...(key !== undefined && { headers: keyed(key) }) })
}

function same(first: Answer, second: Answer, status: number): string | undefined {
  const isSame = first.status === status && second.status === status && first.body === second.body
  return isSame ? undefined : `expected one answer twice, found ${shortly(first)} and ${shortly(second)}`
}

async function mismatch({ world }: Trial, name: WalletName, call: () => Promise<Answer>): Promise<string | undefined> {
  const stand = world.stand(name)
  const [orders, refunds] = [stand.wallet.bills(world.clock.now()).length, refundCalls(stand)]
  const answer = await call()
  if (answer.status !== 422 && answer.status !== 409) return `expected a mismatch, found ${shortly(answer)}`
  const isUntouched = stand.wallet.bills(world.clock.now()).length === orders && refundCalls(stand) === refunds
  return isUntouched ? undefined : 'the wallet was asked'
}

async function atOnce(trial: Trial, name: WalletName, withKey: boolean): Promise<string | undefined> {
  const { shop, world } = trial
  const orderNo = shop.orderNo()
  const key = withKey ? `all-${orderNo}` : undefined
  const answers = await Promise.all(Array.from({ length: 20 }, () => payUnder(trial, name, key, { orderNo, total: 10_000 })))
  const made = answers.filter(({ status }) => status === 201)
  const told = answers.filter(({ status, headers }) => [409, 202].includes(status) && Number(headers['retry-after']) > 0)
  if (made.length === 0 || made.length + told.length < 20) return `found ${answers.map(({ status }) => status).join(' ')}`
  const prompts = new Set(made.map(({ body }) => JSON.parse(body).prompt?.text))
  if (prompts.size !== 1) return `${prompts.size} prompts`
  const orders = world
    .stand(name)
    .wallet.bills(world.clock.now())
    .filter((bill) => bill.outTradeNo === orderNo)
  return orders.length === 1 ? undefined : `${orders.length} orders at the wallet`
}
