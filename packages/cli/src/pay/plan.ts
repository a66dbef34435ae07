import { type TPError, tpError } from '@tpkit/core'
import { type AccountHandle, type PayCommand, parseMoney, type Scene, type Tpkit } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { onlyOne } from '../desk/open-tpkit.ts'
import { drawNumber } from '../order/number.ts'
import type { AccountFlags, RepeatFlags } from '../order/options.ts'
import { sandboxOfAccount, steeringArgs } from '../sandbox/meant.ts'

export interface PayFlags extends AccountFlags, RepeatFlags {
  readonly total: string
  readonly currency: string
  readonly subject?: string
  readonly method?: string
  readonly scene: Scene
  readonly authCode?: string
  readonly payerId?: string
  readonly payerIp?: string
  readonly returnUrl?: string
  readonly outTradeNo?: string
  /** When a repeated number was written down first. */
  readonly startedAt?: number
  /** Milliseconds. */
  readonly expires?: number
  readonly wait: boolean
}

/** What is going to be sent, and to whom; nothing was sent yet. */
export interface PayPlan {
  readonly command: PayCommand
  readonly account: AccountHandle
  readonly method?: string
  readonly pay: AccountHandle['pay']
  readonly sentAt: number
  /** Where this account leads to instead of a real wallet. */
  readonly sandbox?: string
  /** What tells commands that steer it which sandbox is meant. */
  readonly steering?: readonly string[]
}

const SUBJECT = { en: 'Payment', zh: '付款' } as const

/** Throws for what is missing or does not go together. */
export function planPay(desk: Desk, tpkit: Tpkit, flags: PayFlags): PayPlan {
  const sentAt = desk.terminal.nowMs()
  const command = commandOf(desk, flags, sentAt)
  if (flags.account !== undefined) {
    const account = able(tpkit.account(flags.account), flags.scene)
    if (account.retired && !flags.afterUnknown) throw retired(account.name)
    return { command, account, pay: account.pay, sentAt, ...sandboxOf(tpkit, account, flags.config) }
  }
  if (flags.afterUnknown)
    throw tpError(
      'INVALID',
      '--after-unknown: expected --account with the account that was asked before, found none; a method may lead to another one by now',
    )
  const method = tpkit.method(flags.method ?? onlyOne('--method', tpkit.methods))
  const account = able(tpkit.account(method.explain(command).account), flags.scene)
  return { command, account, method: method.name, pay: method.pay, sentAt, ...sandboxOf(tpkit, account, flags.config) }
}

function sandboxOf(tpkit: Tpkit, { name }: AccountHandle, config: string): Pick<PayPlan, 'sandbox' | 'steering'> {
  const led = sandboxOfAccount(tpkit, name)
  return led === undefined ? {} : { sandbox: led.sandbox, steering: steeringArgs(tpkit, name, config) }
}

function retired(account: string): TPError {
  const sentence = `--account: expected one that takes new payments, found ${account}, which is retired; pay through another one, or repeat a number whose outcome is unknown with --after-unknown, then close it`
  return tpError('UNSUPPORTED', sentence)
}

/** The usual mistake, said before a number is drawn for nothing. */
function able(account: AccountHandle, scene: Scene): AccountHandle {
  const { scenes } = account.manifest
  if (scenes.includes(scene)) return account
  throw tpError('UNSUPPORTED', `--scene: expected one that account ${account.name} has (${scenes.join(', ')}), found ${scene}`)
}

/** The command that the options describe. */
export function commandOf(desk: Desk, flags: PayFlags, nowMs: number): PayCommand {
  const { total, currency, subject = SUBJECT[desk.lang], payerIp, expires } = flags
  if (flags.afterUnknown && flags.outTradeNo === undefined)
    throw tpError('INVALID', '--after-unknown: expected --out-trade-no with the number that ended unknown, never a new one')
  const base = {
    outTradeNo: flags.outTradeNo ?? drawNumber('T', nowMs),
    subject,
    total: parseMoney(total, currency),
    ...(payerIp !== undefined && { payerIp }),
    ...(expires !== undefined && { expiresAt: nowMs + expires }),
  }
  return { ...base, ...sceneFields(flags) }
}

type SceneFields = { [S in Scene]: Omit<PayCommand<S>, 'outTradeNo' | 'subject' | 'total'> }[Scene]

/** An option of another scene would be lost silently, so it is refused. */
function sceneFields({ scene, authCode, payerId, returnUrl }: PayFlags): SceneFields {
  const fits: Readonly<Record<Scene, readonly unknown[]>> = {
    native: [],
    app: [],
    micropay: [authCode],
    jsapi: [payerId],
    mini: [payerId],
    h5: [returnUrl],
    page: [returnUrl],
  }
  const options = { '--auth-code': authCode, '--payer-id': payerId, '--return-url': returnUrl }
  const lost = Object.entries(options).find(([, value]) => value !== undefined && !fits[scene].includes(value))
  if (lost) throw tpError('INVALID', `${lost[0]}: expected none with --scene ${scene}, which has no such field; leave it out`)
  if (scene === 'micropay') return { scene, authCode: authCode ?? missing('--auth-code', 'the digits that the payer shows') }
  if (scene === 'jsapi' || scene === 'mini') return { scene, ...(payerId !== undefined && { payerId }) }
  if (scene === 'h5' || scene === 'page') return { scene, ...(returnUrl !== undefined && { returnUrl }) }
  return { scene }
}

function missing(option: string, what: string): never {
  throw tpError('INVALID', `${option}: expected ${what}, found none`)
}
