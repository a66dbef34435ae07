import { verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Delivery, FaultRule, WalletAnswer } from '@tpkit/core'
import {
  type Asking,
  ask,
  bill,
  DAY,
  MERCHANTS,
  NOW,
  PLAIN_KEY,
  precreate,
  prompt,
  publicHalf,
  type Question,
  ROOTS,
  refund,
  STRANGER,
  sent,
  type Told,
  textOf,
  told,
  type Values,
} from './asking.fixture.ts'
import type { AlipayWalletKey } from './keys.ts'
import { type AlipayWallet, type AlipayWalletOptions, alipayWallet } from './wallet.ts'

const ACKNOWLEDGED = { status: 200, body: 'success' }

function pem(name: string): string {
  return readFileSync(new URL(`../../../../test-fixtures/keys/rsa-small/${name}`, import.meta.url), 'utf8')
}

/** Its certificate is over; it can be downloaded all the same, and signs nothing by itself. */
export const EXPIRED: AlipayWalletKey = {
  privateKey: pem('expired.key'),
  certificate: pem('expired.pem'),
  signsFrom: Number.MAX_SAFE_INTEGER,
}

export function newFaulty(options: Partial<AlipayWalletOptions> = {}): AlipayWallet {
  return alipayWallet({
    merchants: MERCHANTS,
    walletKeys: [PLAIN_KEY],
    rootCertificates: ROOTS,
    strangerKey: STRANGER,
    ...options,
  })
}

/** A wallet with a trade T_10001 that was paid, its notify not yet handed out; armed after that. */
export function paidWith(...rules: readonly FaultRule[]): AlipayWallet {
  const wallet = newFaulty()
  wallet.act(prompt(ask(wallet, precreate())), 'pay', NOW)
  wallet.faults.arm(rules)
  return wallet
}

/** The same, and 5.00 yuan of it went back under R_1; its notify is not yet handed out. */
export function refundedWith(...rules: readonly FaultRule[]): AlipayWallet {
  const wallet = paidWith()
  for (const { id } of wallet.due(NOW)) wallet.delivered(id, ACKNOWLEDGED, NOW)
  ask(wallet, refund())
  wallet.faults.arm(rules)
  return wallet
}

export function namesStruck(wallet: AlipayWallet): readonly string[] {
  return wallet.faults.trace().map(({ fault }) => fault)
}

/** The names at which two messages differ. */
export function changedNames(changed: Values, right: Values): readonly string[] {
  const isOther = (name: string): boolean => JSON.stringify(changed[name]) !== JSON.stringify(right[name])
  return [...new Set([...Object.keys(changed), ...Object.keys(right)])].filter(isOther).sort()
}

/** Noon of the day after NOW, when the bill of NOW's day can be had. */
export const NEXT_NOON = NOW + DAY

/** 查询对账单下载地址: the address as the wallet hears it. */
export function billAddress(wallet: Pick<AlipayWallet, 'handle'>, biz: Values = {}, how: Asking = {}): URL {
  const asked = bill({ bill_type: 'trade', bill_date: '2026-01-05', ...biz })
  return new URL(String(ask(wallet, asked, { now: NEXT_NOON, ...how }).bill_download_url))
}

/** 下载账单: a plain GET. */
export function downloaded(
  wallet: Pick<AlipayWallet, 'handle'>,
  { origin, pathname, search }: URL,
  now = NEXT_NOON,
): WalletAnswer | undefined {
  return wallet.handle({ method: 'GET', origin, path: pathname + search, headers: new Map(), body: new Uint8Array() }, now)
}

/** What an answer says, whoever signed it. */
export function said(answer: WalletAnswer | undefined): Told {
  if (!answer) throw new Error('expected an answer, found an ended connection')
  return told(answer)
}

export function askedOf(wallet: AlipayWallet, question: Question, how: Asking = {}): Told {
  return said(sent(wallet, question, how))
}

/** Whether a stranger signed it. */
export function isStrangers({ raw, sign }: Pick<Told, 'raw' | 'sign'>): boolean {
  return verify('sha256', Buffer.from(raw), publicHalf(STRANGER), Buffer.from(sign ?? '', 'base64'))
}

/** A notify as it stands on the wire: each name with all of its values. */
export function pairsIn({ body }: Pick<Delivery, 'body'>, charset = 'utf-8'): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const part of Buffer.from(body).toString('latin1').split('&')) {
    const [name = '', value = ''] = part.split('=')
    const letters = value
      .replaceAll('+', ' ')
      .replace(/%([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    found.set(name, [...(found.get(name) ?? []), new TextDecoder(charset).decode(Buffer.from(letters, 'latin1'))])
  }
  return found
}

/** The first value of each name, the signature left out. */
export function fieldsIn(delivery: Pick<Delivery, 'body'>, charset?: string): Values {
  const pairs = [...pairsIn(delivery, charset)].filter(([name]) => name !== 'sign')
  return Object.fromEntries(pairs.map(([name, values]) => [name, values[0]]))
}

export function pageIn(answer: WalletAnswer | undefined): string {
  return answer ? textOf(answer, 'gbk') : ''
}
