import { tpError } from '@tpkit/core'
import { type AttemptRef, formatMoney, type Money, parseMoney } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { commandLine, configArgs } from '../desk/line.ts'
import type { OrderFlags } from './options.ts'

/** One order as the commands hand it on from one to the next. */
export interface KnownOrder extends AttemptRef {
  readonly account: string
  /** Of the configuration, as it was given. */
  readonly config: string
}

export function knownOrder(outTradeNo: string, account: string, flags: OrderFlags): KnownOrder {
  const { total, currency, transactionId, startedAt, sentAt, config } = flags
  return {
    outTradeNo,
    account,
    config,
    total: parseMoney(total ?? unsaid(), currency),
    ...(transactionId !== undefined && { transactionId }),
    ...(startedAt !== undefined && { startedAt }),
    ...(sentAt !== undefined && { sentAt }),
  }
}

function unsaid(): never {
  const sentence =
    "--total: expected the order's amount, found none; say it, or write a ledger into the configuration, which keeps orders"
  throw tpError('INVALID', sentence)
}

/** Stands for a time that only the person knows; no command takes it as one. */
export const TIME = '<time>'

/** The command line that goes on with this order. */
export function orderLine(desk: Desk, verb: string, order: KnownOrder, ...more: readonly string[]): string {
  const { outTradeNo, account, total, transactionId, startedAt, sentAt, config } = order
  const looksLikeOption = outTradeNo.startsWith('-') // some wallets allow it
  const times = [...moment('--started-at', startedAt), ...moment('--sent-at', sentAt)]
  return commandLine(
    desk.terminal,
    ...[verb, ...(looksLikeOption ? [] : [outTradeNo]), '--account', account, ...moneyArgs('--total', total)],
    ...(transactionId === undefined ? times : ['--transaction-id', transactionId]),
    ...more,
    ...configArgs(config),
    ...(looksLikeOption ? ['--', outTradeNo] : []),
  )
}

export function moneyArgs(option: string, value: Money): readonly string[] {
  const amount = [option, formatMoney(value)]
  return value.currency === 'CNY' ? amount : [...amount, '--currency', value.currency]
}

export function moment(option: string, at: number | undefined): readonly string[] {
  return at === undefined ? [] : [option, new Date(at).toISOString()]
}
