import { route } from '@tpkit/core'
import { type AccountDescription, cny, type Description } from 'tpkit'
import { obstacleOf } from '../explain/obstacle.ts'

/** What stands in the way of every payment. */
export type NoPay = 'retired' | 'callback' | 'wallet'

/**
 * The command line of a payment that would be taken: through a method where one leads to accounts that can, else straight at
 * an account. Where nothing can take one, why.
 */
export function payLine({ methods, accounts }: Pick<Description, 'methods' | 'accounts'>, total: string): string | NoPay {
  const asked = { scene: 'native', total: cny.yuan(total), outTradeNo: '' } as const
  const takes = (account: AccountDescription): boolean => !account.retired && obstacleOf(account, asked, 'en') === undefined
  const able = accounts.filter((account) => takes(account) && account.notifyUrl !== undefined).map(({ name }) => name)
  const method = methods.find((plan) => {
    const rule = plan.rules.find((one) => route({ ...plan, rules: [one] }, asked) !== undefined)
    return rule?.use.every(({ account }) => able.includes(account))
  })
  const [account] = able
  if (method) return ['tpkit pay', ...(methods.length > 1 ? ['--method', method.name] : []), '--total', total].join(' ')
  if (account !== undefined) return `tpkit pay --account ${account} --total ${total}`
  if (accounts.every(({ retired }) => retired)) return 'retired'
  return accounts.some(takes) ? 'callback' : 'wallet'
}
