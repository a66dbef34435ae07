import {
  ACCOUNT_NAMES,
  ACCOUNTS,
  type AccountName,
  accountOver,
  arriving,
  SECRETS,
  verbOf,
  walletOfBoth,
} from '../../../packages/cashier/src/qq-accounts.fixture.ts'
import type { Stand } from './stand.ts'

const PAYS: readonly string[] = ['qpay_unified_order', 'qpay_micro_pay']

/** QQ Wallet, with two accounts. */
export function qqStand(seed: number): Stand {
  return {
    wallet: walletOfBoth({ seed: `simulation ${seed}`, magicAmounts: false }),
    accounts: ACCOUNT_NAMES,
    account: (name, doors) => accountOver(nameOf(name), doors),
    arriving: (name, request) => arriving(nameOf(name), request),
    verb: verbOf,
    startedBy: (request) => (PAYS.includes(verbOf(request)) ? numberIn(request.body) : undefined),
    // How its refunds end, nobody decides here.
    refundedBy: () => undefined,
    numberIn: (_, body) => numberIn(body),
    accountOf: ({ mchId }) => ACCOUNT_NAMES.find((name) => ACCOUNTS[name] === mchId) ?? '',
    secrets: SECRETS,
  }
}

function nameOf(name: string): AccountName {
  return ACCOUNT_NAMES.find((one) => one === name) ?? ACCOUNT_NAMES[0]
}

function numberIn(body: Uint8Array | undefined): string | undefined {
  return /<out_trade_no>(?:<!\[CDATA\[)?([^<\]]+)/.exec(Buffer.from(body ?? []).toString())?.[1]
}
