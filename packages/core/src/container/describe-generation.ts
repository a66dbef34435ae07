import { isDeepStrictEqual } from 'node:util'
import type { CashierPlan } from '../config/cashier-plan.ts'
import { NO_CASHIER } from '../config/read-cashier.ts'
import type { AccountDescription, CashierDescription, Description } from './describe.ts'
import type { BuiltAccount, Generation } from './generation.ts'

export function describeGeneration({ reading, accounts, methods }: Generation): Description {
  const cashier = isDeepStrictEqual(reading.cashier, NO_CASHIER) ? undefined : describeCashier(reading.cashier)
  return {
    source: reading.source,
    mode: reading.mode,
    accounts: [...accounts.values()].map(describeAccount),
    methods: [...methods.values()],
    ...(cashier && { cashier }),
    warnings: reading.warnings,
  }
}

function describeAccount({ plan, tp, connection }: BuiltAccount): AccountDescription {
  const { name, specifier, merchant, retired, notifyUrl, endpoints, ca, proxy } = plan
  const certificate = connection?.certificate
  return {
    name,
    plugin: specifier,
    merchant,
    retired,
    manifest: tp.manifest,
    payee: tp.payee,
    ...(notifyUrl !== undefined && { notifyUrl }),
    ...(endpoints && { endpoints }),
    ...(ca !== undefined && { ca }),
    ...(proxy !== undefined && { proxy }),
    ...(certificate && { certificate }),
  }
}

function describeCashier({ ledger, webhooks, digestKey, ...plan }: CashierPlan): CashierDescription {
  return {
    ...plan,
    ...(ledger && {
      ledger: ledger
        .reveal()
        .replace(/(?<=^postgres(?:ql)?:\/\/)[^/]*@/, '')
        .replace(/\?.*$/s, ''),
    }),
    webhooks: webhooks.map(({ secrets, ...shown }) => shown),
    digestKey: digestKey !== undefined,
  }
}
