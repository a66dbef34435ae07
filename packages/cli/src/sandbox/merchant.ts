import { randomBytes, randomInt } from 'node:crypto'
import type { QQMerchant, SandboxAccount } from '@tpkit/sandbox'
import type { KeptForm } from './kept.ts'

/** A merchant of a local QQ Wallet. */
export type QQKept = Pick<QQMerchant, 'mchId' | 'apiKey' | 'appId' | 'appKey'> & { readonly opUserPassword: string }

/** API 密钥; with another one no configuration would be taken. */
const KEY_LENGTH = 32

export const QQ_KEPT: KeptForm<QQKept> = {
  keys: ({ apiKey, appKey, opUserPassword }) => ({
    'api-key.txt': apiKey,
    'app-key.txt': appKey,
    'operator-password.txt': opUserPassword,
  }),
  read: ({ mchId, apiKey, opUserPassword, appId, appKey }) => {
    if (typeof mchId !== 'string' || typeof apiKey !== 'string' || typeof opUserPassword !== 'string') return undefined
    if (apiKey.length !== KEY_LENGTH) return undefined
    // A merchant of an older sandbox has no application.
    const app = typeof appId === 'string' && typeof appKey === 'string' ? { appId, appKey } : {}
    return { mchId, apiKey, opUserPassword, ...app }
  },
  draw: () => {
    const place = drawnPlace()
    return { mchId: `19${place}`, apiKey: secret(), opUserPassword: secret(), appId: `11${place}`, appKey: secret() }
  },
}

/** What is kept of a merchant that a sandbox completed. */
export function qqKept({ mchId, apiKey, operatorPassword, appId, appKey }: SandboxAccount): QQKept {
  return { mchId, apiKey, opUserPassword: operatorPassword, ...(appId && { appId }), ...(appKey && { appKey }) }
}

/** A merchant of a local WeChat Pay. Its key pair is drawn in every run, under the same numbers. */
export interface WeChatKept {
  readonly mchId: string
  readonly appId: string
  readonly apiV3Key: string
  /** Of the merchant's certificate. */
  readonly serial: string
  /** Of the wallet's public key. */
  readonly publicKeyId: string
}

const WECHAT_NAMES = ['mchId', 'appId', 'apiV3Key', 'serial', 'publicKeyId'] as const

export const WECHAT_KEPT: KeptForm<WeChatKept> = {
  keys: ({ apiV3Key }) => ({ 'api-v3-key.txt': apiV3Key }),
  read: (found) => {
    const [mchId, appId, apiV3Key, serial, publicKeyId] = WECHAT_NAMES.map((name) => textOf(found[name]))
    if (!mchId || !appId || !apiV3Key || !serial || !publicKeyId) return undefined
    return { mchId, appId, apiV3Key, serial, publicKeyId }
  },
  draw: () => ({
    mchId: `16${drawnPlace()}`,
    appId: `wx${randomBytes(8).toString('hex')}`,
    apiV3Key: secret(),
    serial: `5${randomBytes(20).toString('hex').slice(1)}`.toUpperCase(),
    publicKeyId: `PUB_KEY_ID_${randomInt(2 ** 47)}`,
  }),
}

/** A merchant of a local Alipay. The keys of its application are drawn in every run, under the same numbers. */
export interface AlipayKept {
  /** 商户PID. */
  readonly mchId: string
  readonly appId: string
}

export const ALIPAY_KEPT: KeptForm<AlipayKept> = {
  keys: () => ({}),
  read: ({ mchId, appId }) => {
    if (typeof mchId !== 'string' || typeof appId !== 'string') return undefined
    return /^2088[0-9]{12}$/.test(mchId) && /^[0-9]{10,32}$/.test(appId) ? { mchId, appId } : undefined
  },
  draw: () => ({ mchId: `20880000${drawnPlace()}`, appId: `20210000${drawnPlace()}` }),
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function drawnPlace(): string {
  return String(randomInt(100_000_000)).padStart(8, '0')
}

function secret(): string {
  return randomBytes(KEY_LENGTH / 2).toString('hex')
}
