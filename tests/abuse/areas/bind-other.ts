import { ignored, paidBy, sendNotify } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import { type Sold, shortly } from '../world/sold.ts'
import { type Facts, WALLETS } from '../world/wallets.ts'
import { envelopeOf } from '../world/wechat.ts'

/** What a trade that nobody paid does not say. */
export const UNPAID: Facts = {
  ...{ gmt_payment: undefined, fund_bill_list: undefined, buyer_pay_amount: undefined, receipt_amount: undefined },
  ...{ invoice_amount: undefined, point_amount: undefined, voucher_detail_list: undefined },
}

export const bindOther: Cases = {
  A033: async (trial) => {
    const forms: readonly (readonly [string, Facts])[] = [
      ['WAIT_BUYER_PAY', { ...UNPAID, trade_status: 'WAIT_BUYER_PAY' }],
      ['TRADE_CLOSED, unpaid', { ...UNPAID, trade_status: 'TRADE_CLOSED' }],
      ['a status that nobody knows', { trade_status: 'TRADE_SETTLED_SOON' }],
      ['a status in another letter case', { trade_status: 'trade_success' }],
      ['TRADE_PENDING', { trade_status: 'TRADE_PENDING' }],
    ]
    for (const [input, facts] of forms) {
      const sold = await trial.shop.sell('ali')
      await trial.bad(input, () => ignored(trial, sold, sold.stand.resigned(sold.notify, facts)))
      // Closed and paid all the same, it goes back: the books of both must tell so.
      await trial.shop.notify(sold.account, sold.notify)
    }
    const sold = await trial.shop.sell('ali')
    await trial.twin('TRADE_SUCCESS', () => paidBy(trial, sold))
  },
  A034: async (trial) => {
    const forms: readonly (readonly [string, Facts])[] = [
      ...['NOTPAY', 'CLOSED', 'REVOKED', 'PAYERROR', 'USERPAYING', 'REFUND', 'X'].map((trade_state): readonly [string, Facts] => [
        `trade_state=${trade_state}`,
        { trade_state },
      ]),
      ['return_code=SUCCESS, result_code=FAIL', { return_code: 'SUCCESS', result_code: 'FAIL' }],
      ['return_code=FAIL', { return_code: 'FAIL' }],
    ]
    for (const [input, facts] of forms) {
      const sold = await trial.shop.sell('qq')
      await trial.bad(input, () => ignored(trial, sold, sold.stand.resigned(sold.notify, facts)))
      await trial.twin(`the success behind ${input}`, () => paidBy(trial, sold))
    }
  },
  A035: async (trial) => {
    const [sold, unpaid] = [await trial.shop.sell('wx'), await trial.shop.ordered('wx')]
    const { wx } = trial.world
    const { id, resource, ...envelope } = envelopeOf(sold.notify.body)
    const facts = sold.stand.factsOf(sold.notify)
    const refund = {
      ...{ mchid: facts.mchid, out_trade_no: unpaid.orderNo, transaction_id: '4200000000000000001' },
      ...{ out_refund_no: 'R000001', refund_id: '50000000382019052709732678859', refund_status: 'SUCCESS' },
      ...{
        success_time: facts.success_time,
        amount: { total: 10_000, refund: 10_000, payer_total: 10_000, payer_refund: 10_000 },
      },
    }
    for (const event_type of ['REFUND.SUCCESS', 'REFUND.CLOSED', 'REFUND.ABNORMAL']) {
      const told = { ...envelope, id: `${event_type}-1`, event_type, resource: { ...resource, original_type: 'refund' } }
      const message = wx.signed(wx.sealed(told, refund))
      await trial.bad(`${event_type} of an order that nobody paid`, () => notPaid(trial, { ...sold, id: unpaid.id }, message))
    }
    const paid = Buffer.from(sold.notify.body).toString()
    const renamed = paid.replace('TRANSACTION.SUCCESS', 'REFUND.SUCCESS')
    await trial.bad('a payment under the name of a refund', () => notPaid(trial, sold, wx.signed(Buffer.from(renamed))))
    const other = paid.replace('TRANSACTION.SUCCESS', 'TRANSFER.SUCCESS').replace(id, 'transfer-1')
    await trial.bad('a payment under the name of a transfer', () => notPaid(trial, sold, wx.signed(Buffer.from(other))))
    await trial.twin('the event of the payment', () => paidBy(trial, sold))
  },
  A036: async (trial) => {
    const sold = await trial.shop.sell('ali')
    const form = Buffer.from(sold.notify.body).toString()
    const unsigned = form.replace(/&?sign=[^&]*/, '')
    const pages = { unsigned, signed: form }
    for (const [what, query] of Object.entries(pages)) {
      await trial.bad(`GET with a query, ${what}`, () => noProof(trial, sold, 'GET', query))
      await trial.bad(`POST with a query and no body, ${what}`, () => noProof(trial, sold, 'POST', query))
    }
    await trial.twin('the notify, as a form', () => paidBy(trial, sold))
  },
  A037: async (trial) => {
    for (const name of WALLETS) {
      const sold = await trial.shop.sell(name)
      const stranger = sold.stand.resigned(sold.notify, { out_trade_no: `Z${sold.orderNo}`, ...NUMBERS[name] })
      await trial.bad(`${name}: an order number that is not in the books, six times`, () => parked(trial, sold, stranger))
      await trial.twin(`${name}: the order that is`, () => paidBy(trial, sold))
    }
  },
}

const NUMBERS = { qq: { transaction_id: '77777' }, wx: { transaction_id: '77777' }, ali: { trade_no: '77777' } } as const

async function notPaid({ shop }: Trial, sold: Sold, message: Sold['notify']): Promise<string | undefined> {
  await shop.notify(sold.account, message)
  const standing = shop.standing(sold)
  const [status, back] = [await standing.status(), await standing.givenBack()]
  return status === 'paid' || back > 0n ? `the order is ${status}, ${back} given back` : undefined
}

async function noProof({ shop }: Trial, sold: Sold, method: string, query: string): Promise<string | undefined> {
  const answer = await shop.post(
    `/notify/${sold.account}?${query}`,
    { headers: sold.notify.headers, body: new Uint8Array() },
    method,
  )
  if (answer.status < 400) return `expected a refusal, found ${shortly(answer)}`
  const status = await shop.standing(sold).status()
  return status === 'open' ? undefined : `the order is ${status}`
}

/** Not taken, so that the wallet says it again; once an alarm, when it said it often. */
async function parked(trial: Trial, sold: Sold, message: Sold['notify']): Promise<string | undefined> {
  const { ledger } = trial.world
  for (let time = 0; time < 6; time += 1) {
    const { answer, what } = await sendNotify(trial, sold.account, message)
    if (sold.stand.accepts(answer) || what !== 'parked')
      return `expected it kept and not taken, found ${what}: ${shortly(answer)}`
  }
  const alarms = []
  for (let after: string | undefined; ; ) {
    const { rows, cursor } = await ledger.read.events('main', after, 200)
    alarms.push(...rows.filter(({ type, data }) => type === 'alarm.parked' && data.includes(`"Z${sold.orderNo}"`)))
    if (rows.length === 0) break
    after = cursor
  }
  return alarms.length === 1 ? undefined : `expected one alarm, found ${alarms.length}`
}
