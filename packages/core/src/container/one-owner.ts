import type { Payee } from '../contract/fact.ts'
import type { BuiltAccount } from './generation.ts'

type Tell = (account: string, reason: string, field: readonly string[]) => void

/**
 * A wallet knows a payment by its merchant number and ours, and nothing of our merchants. Were one number two merchants', one
 * payment would be paid at both under an equal order number, and one of them could give back what the other one sold.
 */
export function refuseSharedNumbers(accounts: readonly BuiltAccount[], tell: Tell): void {
  const owners = new Map<string, BuiltAccount>()
  for (const account of accounts) {
    const number = numberOf(account)
    const first = owners.get(number)
    owners.set(number, first ?? account)
    if (first && first.plan.merchant !== account.plan.merchant) tell(account.plan.name, sharedWith(first, account), ['merchant'])
  }
}

/** At a sandbox of its own it is another number. */
function numberOf({ plan: { endpoints }, tp: { manifest, payee } }: BuiltAccount): string {
  return JSON.stringify([manifest.provider, payee.mchId, payee.subMchId ?? null, endpoints ?? null])
}

function sharedWith({ plan: first }: BuiltAccount, { plan, tp: { payee } }: BuiltAccount): string {
  return (
    `expected the merchant ${first.merchant}, as at ${first.name}, because both accounts are ${shown(payee)} at the wallet, ` +
    `found ${plan.merchant}; give both one merchant, or this one a number of its own`
  )
}

function shown({ mchId, subMchId }: Payee): string {
  return subMchId ?? mchId
}
