import { parseFaults } from '@tpkit/sandbox'
import type { Cases, Trial } from '../trial.ts'
import { type Sold, shortly } from '../world/sold.ts'
import { WALLETS } from '../world/wallets.ts'
import { refundCalls } from './calls.ts'

export const raceRefunds: Cases = {
  A045: async (trial) => {
    for (const name of WALLETS) {
      const sold = await trial.shop.sellAndHear(name)
      await trial.bad(`${name}: two refunds of 60 on 100 at once`, async () => {
        const answers = await Promise.all(
          [6000, 6000].map((amount, index) => trial.shop.refund(sold, `R${index}-${sold.orderNo}`, amount)),
        )
        const [accepted, refused] = [
          answers.filter(({ status }) => status < 300),
          answers.filter(({ status }) => [409, 422].includes(status)),
        ]
        if (accepted.length !== 1 || refused.length !== 1)
          return `expected one of them, found ${answers.map(shortly).join(' and ')}`
        return booked(trial, sold, 6000n)
      })
      await trial.twin(`${name}: one of 40 more`, async () => {
        const answer = await trial.shop.refund(sold, `R2-${sold.orderNo}`, 4000)
        return answer.status < 300 ? undefined : `expected it accepted, found ${shortly(answer)}`
      })
    }
  },
  A046: async (trial) => {
    for (const name of WALLETS) {
      const sold = await trial.shop.sellAndHear(name)
      const { faults } = sold.stand.wallet
      await trial.good(`${name}: the answer to a refund is lost`, async () => {
        faults.arm(parseFaults('drop-after@refund*1', faults.catalogue))
        const first = await trial.shop.refund(sold, `R-${sold.orderNo}`, 6000)
        if (first.status !== 202) return `expected an unknown outcome, found ${shortly(first)}`
        const second = await trial.shop.refund(sold, `R-${sold.orderNo}`, 6000)
        if (second.status !== 201) return `expected it accepted, found ${shortly(second)}`
        const [before, after] = [JSON.parse(first.body).outRefundNo, JSON.parse(second.body).outRefundNo]
        return before === after ? booked(trial, sold, 6000n) : `another number: ${before}, ${after}`
      })
      faults.arm([])
    }
  },
  A047: async (trial) => {
    for (const name of WALLETS) {
      const sold = await trial.shop.sellAndHear(name)
      for (const amount of [
        '0',
        '-1',
        '1.5',
        '"1e2"',
        '1e2',
        '"100"',
        '10001',
        '9007199254740993',
        'null',
        '[1]',
        '{}',
        '-0',
        'true',
        '""',
      ])
        await trial.bad(`${name}: amount ${amount}`, () => noRefund(trial, sold, `{"amount":${amount},"currency":"CNY"}`))
      for (const currency of ['"USD"', '"cny"', 'null', '""'])
        await trial.bad(`${name}: currency ${currency}`, () => noRefund(trial, sold, `{"amount":1,"currency":${currency}}`))
      await trial.bad(`${name}: no amount at all`, () => noRefund(trial, sold, '{}'))
      await trial.twin(`${name}: amount 10000, all of it`, async () => {
        const answer = await trial.shop.refund(sold, `R-${sold.orderNo}`, 10_000)
        return answer.status < 300 ? undefined : `expected it accepted, found ${shortly(answer)}`
      })
    }
  },
}

/** What went back at the wallet, in one or several. */
async function booked({ shop, world }: Trial, sold: Sold, sum: bigint): Promise<string | undefined> {
  const { outTradeNo } = await shop.standing(sold).attempt()
  const order = sold.stand.wallet.books(world.clock.now()).find((one) => one.outTradeNo === outTradeNo)
  const found = order?.refunds.reduce((all, { amount }) => all + amount, 0n)
  return found === sum && order?.refunds.length === 1 ? undefined : `expected ${sum} in one at the wallet, found ${found}`
}

async function noRefund({ shop }: Trial, sold: Sold, amount: string): Promise<string | undefined> {
  const before = refundCalls(sold.stand)
  const body = `{"refundNo":"R0-${sold.orderNo}","amount":${amount}}`
  const answer = await shop.ask(sold.side, 'POST', `/v1/payments/${sold.id}/refunds`, { body })
  if (![400, 409, 422].includes(answer.status)) return `expected a refusal, found ${shortly(answer)}`
  return refundCalls(sold.stand) === before ? undefined : 'the wallet was asked'
}
