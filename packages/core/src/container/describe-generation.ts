import type { AccountDescription, Description } from './describe.ts'
import type { BuiltAccount, Generation } from './generation.ts'

export function describeGeneration({ reading, accounts, methods }: Generation): Description {
  return {
    source: reading.source,
    mode: reading.mode,
    accounts: [...accounts.values()].map(describeAccount),
    methods: [...methods.values()],
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
