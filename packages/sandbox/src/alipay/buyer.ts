import { createHash } from 'node:crypto'
import type { JsonObject } from './json.ts'
import { type Origin, text } from './origin.ts'
import type { Settings } from './settings.ts'

/** The payer, as merchants know them. */
export interface Buyer {
  /** 买家支付宝用户ID. */
  readonly userId: string
  /** 买家支付宝用户唯一标识, another one for every application. */
  readonly openId: string
}

/** 买家支付宝账号, masked. */
export const LOGON_ID = '159****5620'

/** The sandbox has one payer; a call may name another. */
const PAYER = '2088101117955611'

/** Who shall pay, or pays, what is asked. */
export function buyerOf(origin: Origin): Buyer {
  const userId = text(origin, 'buyer_id') ?? PAYER
  const openId = text(origin, 'buyer_open_id') ?? text(origin, 'op_buyer_open_id')
  return { userId, openId: openId ?? openIdOf(origin.app.appId, userId) }
}

function openIdOf(appId: string, userId: string): string {
  return `0${createHash('sha256').update(`${userId} of ${appId}`).digest('base64url').slice(0, 43)}`
}

/** As answers name the payer. */
export function buyerFields(settings: Settings, buyer: Buyer): JsonObject {
  return { buyer_logon_id: LOGON_ID, ...idsOf(settings, buyer, 'buyer_user_id') }
}

/** As notifies do: the number has another name there. */
export function idsOf({ buyerAs }: Settings, { userId, openId }: Buyer, name: string): Readonly<Record<string, string>> {
  return { ...(buyerAs !== 'open-id' && { [name]: userId }), ...(buyerAs !== 'user-id' && { buyer_open_id: openId }) }
}
