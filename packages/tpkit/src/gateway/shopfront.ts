import type { HttpAnswer, MethodPlan } from '@tpkit/core'
import type { AccountDescription, Description, Tpkit } from '@tpkit/core/container'
import type { AccountInfo, MethodInfo, Shopfront } from '@tpkit/gateway'
import { perReading } from '../per-reading.ts'

/** The configuration as the gateway sees it. */
export function shopfrontOf(tpkit: Tpkit): Shopfront {
  const now = perReading(tpkit, () => shopfront(tpkit))
  return { methods: () => now().methods, accounts: () => now().accounts }
}

function shopfront(tpkit: Tpkit) {
  const { methods, accounts } = tpkit.describe()
  return {
    methods: methods.map((plan) => methodInfo(plan, accounts)),
    accounts: accounts.map((account) => accountInfo(account, tpkit)),
  }
}

/** The scenes in which one of its rules leads to an account that has them. */
function methodInfo({ name, merchant, rules }: MethodPlan, accounts: Description['accounts']): MethodInfo {
  const scenes = rules.flatMap(({ use, when }) => {
    const here = accounts.filter((account) => !account.retired && use.some((share) => share.account === account.name))
    return here.flatMap(({ manifest }) => manifest.scenes).filter((scene) => when.scene?.includes(scene) !== false)
  })
  return { name, merchant, scenes: [...new Set(scenes)] }
}

function accountInfo({ name, merchant, manifest, retired, certificate }: AccountDescription, tpkit: Tpkit): AccountInfo {
  return {
    ...{ name, merchant, manifest, retired, later: laterOf(tpkit, name) },
    ...(certificate && { certificateEndsAt: certificate.notAfter }),
  }
}

/** What says "not taken" to any wallet, in nobody's dialect. */
const LATER: HttpAnswer = { status: 503, headers: [], body: '' }

/** A plugin that fails at this fails for its own account: the others are served. */
function laterOf(tpkit: Tpkit, name: string): HttpAnswer {
  try {
    return tpkit.account(name).acknowledge('later')
  } catch {
    return LATER
  }
}
