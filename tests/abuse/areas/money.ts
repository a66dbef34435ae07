import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { cny } from 'tpkit'
import { paidOnce } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import { type Sold, shortly } from '../world/sold.ts'
import { type Facts, WALLETS, type WalletName } from '../world/wallets.ts'

const YUAN = {
  ...{ '0.01': 1n, '0.29': 29n, '0.3': 30n, '1.15': 115n, '4.35': 435n, '8.8': 880n, '9.8': 980n, '19.9': 1990n },
  ...{ '19.99': 1999n, '1145.14': 114_514n, '99999999.99': 9_999_999_999n },
}
const WRONG_FORMS = [
  ...[
    '1e3',
    '19.999',
    '"１９.９９"',
    '"1,000.00"',
    '" 1 "',
    '"+1"',
    '"0x10"',
    'NaN',
    'true',
    '""',
    '19.90',
    '"1990"',
    '-1990',
    '+1',
  ],
  ...['01990', '0x7C6', '1990n', '1_990', 'null', '[1990]', '{"amount":1990}', 'Infinity', '-0', '0', '.5', '1.'],
]
const TOO_LARGE = ['10000000001', '9007199254740991', '9007199254740992', '9007199254740993', '18446744073709551616', '1e400']

export const money: Cases = {
  A052: async (trial) => {
    for (const [text, fen] of Object.entries(YUAN))
      await trial.good(`${text} yuan`, async () => {
        const { amount } = cny.yuan(text)
        return amount === fen ? undefined : `expected ${fen}, found ${amount}`
      })
  },
  A053: async (trial) => {
    for (const amount of WRONG_FORMS) await trial.bad(`amount ${amount}`, () => refusedAmount(trial, 'qq', amount))
    await trial.twin('amount 1990', () => takenAmount(trial, 'qq', '1990'))
  },
  A054: async (trial) => {
    for (const name of WALLETS) {
      for (const amount of TOO_LARGE) await trial.bad(`${name}: amount ${amount}`, () => refusedAmount(trial, name, amount))
      await trial.twin(`${name}: amount 100000`, () => takenAmount(trial, name, '100000'))
    }
  },
  A055: async (trial) => {
    for (const zone of ['America/Los_Angeles', 'Pacific/Apia', 'Asia/Kolkata', 'UTC'])
      await trial.good(`TZ=${zone}, half past two at night, when clocks in Los Angeles jump`, () => sameInstant(zone))
  },
  A056: async (trial) => {
    for (const name of WALLETS) {
      for (const time of TIMES) {
        const sold = await trial.shop.sell(name)
        await trial.bad(`${name}: time of payment ${JSON.stringify(time)}`, () => calm(trial, sold, { [TIME_NAMES[name]]: time }))
      }
      const sold = await trial.shop.sell(name)
      await trial.twin(`${name}: a time that there is`, async () => {
        await trial.shop.notify(sold.account, sold.notify)
        return paidOnce(trial, sold)
      })
    }
  },
}

function asked({ shop }: Trial, name: WalletName, amount: string, orderNo: string) {
  const order = `"orderNo":"${orderNo}","method":"wallet-${name}-a","scene":"native","subject":"Tea"`
  return shop.ask('a', 'POST', '/v1/payments', { body: `{${order},"total":{"amount":${amount},"currency":"CNY"}}` })
}

async function refusedAmount(trial: Trial, name: WalletName, amount: string): Promise<string | undefined> {
  const { wallet } = trial.world.stand(name)
  const [orderNo, bills] = [trial.shop.orderNo(), wallet.bills(trial.world.clock.now()).length]
  const answer = await asked(trial, name, amount, orderNo)
  if (answer.status !== 400 && answer.status !== 422) return `expected a refusal, found ${shortly(answer)}`
  // What is no JSON at all has no fields.
  const isJson = isParsed(amount)
  if (isJson && !/total/.test(answer.body)) return `the field is not named: ${shortly(answer)}`
  return wallet.bills(trial.world.clock.now()).length === bills ? undefined : 'the wallet was asked'
}

function isParsed(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

async function takenAmount(trial: Trial, name: WalletName, amount: string): Promise<string | undefined> {
  const answer = await asked(trial, name, amount, trial.shop.orderNo())
  return answer.status === 201 ? undefined : `expected the payment, found ${shortly(answer)}`
}

async function sameInstant(zone: string): Promise<string | undefined> {
  const program = `import { fromBeijing, fromBeijingText, fromRfc3339 } from '@tpkit/wire'
process.stdout.write([fromBeijing('20260308023000'), fromBeijingText('2026-03-08 02:30:00'), fromRfc3339('2026-03-08T02:30:00+08:00')].join())`
  const args = ['--conditions=@tpkit/source', '--input-type=module', '--eval', program]
  const cwd = new URL('../../../', import.meta.url)
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, TZ: zone }, cwd })
  const expected = Date.UTC(2026, 2, 7, 18, 30)
  return stdout === [expected, expected, expected].join() ? undefined : `expected ${expected} three times, found ${stdout}`
}

const TIMES = [
  '20260230120000',
  '20261301000000',
  '',
  '202603080230001',
  '2026-02-30T12:00:00+08:00',
  '2026-13-01 00:00:00',
  'yesterday',
  '9'.repeat(300),
]
const TIME_NAMES = { qq: 'time_end', wx: 'success_time', ali: 'gmt_payment' } as const

/** Booked with our own time, or kept apart; and nothing breaks. */
async function calm({ shop, world }: Trial, sold: Sold, facts: Facts): Promise<string | undefined> {
  const answer = await shop.notify(sold.account, sold.stand.resigned(sold.notify, facts))
  const standing = shop.standing(sold)
  const [status, { paidAt = 0, quarantine }] = [await standing.status(), await standing.attempt()]
  const isNow = Math.abs(paidAt - world.clock.now()) < 60_000
  if (status === 'paid' && !isNow) return `booked at ${new Date(paidAt).toISOString()}`
  const isKnown = status === 'paid' || quarantine !== undefined || !sold.stand.accepts(answer)
  return isKnown ? undefined : `expected it booked, kept or refused, found ${status}: ${shortly(answer)}`
}
