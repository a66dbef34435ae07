import { randomBytes } from 'node:crypto'
import { paidBy, quarantined, rejected, sendNotify } from '../judges.ts'
import type { Case, Cases, Trial } from '../trial.ts'
import { type Sold, shortly } from '../world/sold.ts'
import { type Facts, WALLETS, type WalletName } from '../world/wallets.ts'

/** Signed by the wallet, about our order, and something in it is not ours. The wallet would give each message a number of its own. */
function foreign(forms: readonly (readonly [name: WalletName, input: string, facts: Facts])[]): Case {
  return async (trial) => {
    for (const [name, input, facts] of forms) {
      const sold = await trial.shop.sell(name)
      const message = sold.stand.resigned(sold.notify, { ...NUMBERS[name](), ...facts })
      await trial.bad(`${name}: ${input}`, () => quarantined(trial, sold, message))
      await trial.twin(`${name}: the same, as it is in the wallet's books`, () => paidBy(trial, sold))
    }
  }
}

const digits = (): string => String(randomBytes(8).readBigUInt64BE()).padStart(20, '0')
const NUMBERS: Readonly<Record<WalletName, () => Facts>> = {
  qq: () => ({ transaction_id: digits() }),
  wx: () => ({ transaction_id: digits() }),
  ali: () => ({ trade_no: digits() }),
}

export const bindForeign: Cases = {
  A025: foreign([
    ['qq', 'total_fee=1 of 10000', { total_fee: 1 }],
    ['qq', 'total_fee=9999 of 10000', { total_fee: 9999 }],
    ['qq', 'total_fee=10001 of 10000', { total_fee: 10_001 }],
    ['qq', 'total_fee=0 of 10000', { total_fee: 0 }],
    ['wx', 'amount.total=1 of 10000', { 'amount.total': 1 }],
    ['ali', 'total_amount=0.01 of 100.00', { total_amount: '0.01' }],
  ]),
  A026: foreign([
    ['qq', 'fee_type=USD', { fee_type: 'USD' }],
    ['qq', 'fee_type=HKD', { fee_type: 'HKD' }],
    ['wx', 'amount.currency=USD', { 'amount.currency': 'USD' }],
  ]),
  A027: foreign([
    ['qq', 'mch_id of another merchant', { mch_id: '1900000110' }],
    ['qq', 'appid of another application', { appid: '1104606908' }],
    ['qq', 'a sub-merchant that is not ours', { sub_mch_id: '1900000121' }],
  ]),
  A028: foreign([
    ['wx', 'appid of another application', { appid: 'wx9999999999999999' }],
    ['wx', 'mchid of another merchant', { mchid: '1900000110' }],
    ['wx', 'no appid', { appid: undefined }],
  ]),
  A029: foreign([['ali', 'seller_id of another merchant', { seller_id: '2088000000000110' }]]),
  A030: foreign([['ali', 'app_id of another application', { app_id: '2021000000000002' }]]),
  A031: async (trial) => {
    for (const name of WALLETS) {
      const sold = await trial.shop.sell(name)
      await trial.bad(`${name}: at the address of another merchant's account`, () => atWrongDoor(trial, sold, `${name}-b`))
      await trial.bad(`${name}: at the address of no account`, async () => {
        const { status } = await trial.shop.notify(`${name}-c`, sold.notify)
        return status === 404 ? undefined : `expected 404, found ${status}`
      })
      await trial.twin(`${name}: at its own address`, () => takenInTheEnd(trial, sold))
    }
  },
  A032: async (trial) => {
    for (const name of WALLETS) {
      const sold = await trial.shop.sell(name)
      for (const other of WALLETS.filter((one) => one !== name))
        await trial.bad(`a notify of ${name} at an address of ${other}`, async () => {
          const wrong = await rejected(trial, sold, sold.notify, `${other}-a`)
          return wrong ?? parserWords(trial)
        })
      await trial.twin(`the notify of ${name} at its own address`, () => paidBy(trial, sold))
    }
  },
}

/**
 * Refused where it cannot be genuine there. Where one key of the wallet signs for all merchants it is: then it is kept, moves nothing by
 * itself, and the account that took the payment is asked.
 */
async function atWrongDoor(trial: Trial, sold: Sold, account: string): Promise<string | undefined> {
  const { answer, what } = await sendNotify(trial, account, sold.notify)
  if (what === 'quarantined') return byAnother(trial, sold)
  return rejectedBy(sold, answer.status < 400, what, shortly(answer))
}

function rejectedBy({ stand }: Sold, isTaken: boolean, what: string | undefined, said: string): string | undefined {
  return isTaken || what !== 'refused' ? `expected ${stand.name} refused or kept, found ${what}: ${said}` : undefined
}

/** Whatever the books say by now, no notify said it. */
async function byAnother({ shop }: Trial, sold: Sold): Promise<string | undefined> {
  const moves = await shop.standing(sold).journal('attempt.paid')
  return moves.some(({ data }) => data.source === 'notify')
    ? 'the order is paid by a notify that came to another account'
    : undefined
}

async function takenInTheEnd({ shop }: Trial, sold: Sold): Promise<string | undefined> {
  const answer = await shop.notify(sold.account, sold.notify)
  if (!sold.stand.accepts(answer)) return `expected that it is taken, found ${shortly(answer)}`
  const status = await shop.standing(sold).status()
  return status === 'paid' ? undefined : `expected it paid, found ${status}`
}

/** What a parser says of a message that is not its own would tell how we read. */
function parserWords({ shop }: Trial): string | undefined {
  const { body = '' } = shop.answers.at(-1) ?? {}
  return /expected|JSON|XML|parse|token|position/i.test(body.replace(/<\/?xml>/g, ''))
    ? `the answer says how it was read: ${body}`
    : undefined
}
