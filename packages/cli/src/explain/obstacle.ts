import { formatMoney, money } from '@tpkit/core'
import { type AccountDescription, type PayCommand, showMoney } from 'tpkit'
import type { Lang } from '../lang.ts'

/** Why an account cannot take the payments that a rule gives it. */
export interface Obstacle {
  readonly account: string
  readonly reason: string
}

const WORDS = {
  en: {
    planned: 'its wallet is planned: it takes no payment yet',
    scene: (has: string, found: string) => `its wallet has ${has}, not ${found}`,
    currency: (has: string, found: string) => `its wallet takes ${has}, not ${found}`,
    least: 'an amount must be above zero',
    most: (most: string, found: string) => `its wallet takes at most ${most}, not ${found}`,
  },
  zh: {
    planned: '其钱包尚在计划中，还不能收款',
    scene: (has: string, found: string) => `其钱包支持 ${has}，不支持 ${found}`,
    currency: (has: string, found: string) => `其钱包收 ${has}，不收 ${found}`,
    least: '金额必须大于零',
    most: (most: string, found: string) => `其钱包单笔最多 ${most}，而金额为 ${found}`,
  },
} as const

/** What `pay` would refuse before it sends anything, read from the manifest; undefined where the account can take the payment. */
export function obstacleOf(
  { name, manifest }: Pick<AccountDescription, 'name' | 'manifest'>,
  asked: Pick<PayCommand, 'scene' | 'total'>,
  lang: Lang,
): Obstacle | undefined {
  const reason = reasonOf(manifest, asked, lang)
  return reason === undefined ? undefined : { account: name, reason }
}

function reasonOf(
  { status, scenes, limits: { currencies, maxAmount } }: AccountDescription['manifest'],
  { scene, total }: Pick<PayCommand, 'scene' | 'total'>,
  lang: Lang,
): string | undefined {
  const words = WORDS[lang]
  const list = (names: readonly string[]) => names.join(lang === 'zh' ? '、' : ', ')
  if (status === 'planned') return words.planned
  if (!scenes.includes(scene)) return words.scene(list(scenes), scene)
  if (!currencies.includes(total.currency)) return words.currency(list(currencies), total.currency)
  if (total.amount <= 0n) return words.least
  if (total.amount <= maxAmount) return undefined
  return words.most(`${formatMoney(money(maxAmount, total.currency))} ${total.currency}`, showMoney(total))
}
