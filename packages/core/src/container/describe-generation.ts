import { isDeepStrictEqual } from 'node:util'
import type { CashierPlan } from '../config/cashier-plan.ts'
import type { GatewayPlan } from '../config/gateway-plan.ts'
import { NO_CASHIER } from '../config/read-cashier.ts'
import { NO_GATEWAY } from '../config/read-gateway.ts'
import type { AccountDescription, CashierDescription, Description, GatewayDescription } from './describe.ts'
import type { BuiltAccount, Generation } from './generation.ts'

export function describeGeneration({ reading, accounts, methods }: Generation): Description {
  const cashier = isDeepStrictEqual(reading.cashier, NO_CASHIER) ? undefined : describeCashier(reading.cashier)
  const gateway = isDeepStrictEqual(reading.gateway, NO_GATEWAY) ? undefined : describeGateway(reading.gateway)
  return {
    source: reading.source,
    mode: reading.mode,
    accounts: [...accounts.values()].map(describeAccount),
    methods: [...methods.values()],
    ...(cashier && { cashier }),
    ...(gateway && { gateway }),
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

function describeGateway({ sealKeys, ...plan }: GatewayPlan): GatewayDescription {
  return { ...plan, sealKeys: sealKeys.length }
}
