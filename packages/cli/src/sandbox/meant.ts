import { tpError } from '@tpkit/core/errors'
import type { Tpkit } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { isThere } from '../desk/files.ts'
import { withTpkit } from '../desk/open-tpkit.ts'
import { type Steering, USUAL_SANDBOX } from './options.ts'

/** The file that nobody needs to name. */
const USUAL_CONFIG = 'tpkit.config.yaml'

/** The sandbox that is meant: the one that was named, else the one that the configuration leads to, else the usual one. */
export async function sandboxMeant(desk: Desk, { sandbox, config, account }: Steering): Promise<string> {
  if (sandbox !== undefined) return sandbox
  const isNamed = config !== USUAL_CONFIG || account !== undefined
  if (!isNamed && !(await isThere(desk.path(config)))) return USUAL_SANDBOX
  return withTpkit(desk, config, async (tpkit) => sandboxOfAccount(tpkit, account) ?? nowhere(account))
}

/** Where an account leads in the place of its wallet; without a name, the first account that leads anywhere. */
export function sandboxOfAccount(tpkit: Tpkit, account?: string): string | undefined {
  if (account !== undefined) tpkit.account(account) // throws where there is none
  const described = tpkit.describe().accounts.filter(({ name }) => account === undefined || name === account)
  return described.flatMap(({ endpoints = {} }) => Object.values(endpoints)).find((address) => address.startsWith('http://'))
}

function nowhere(account: string | undefined): string {
  if (account === undefined) return USUAL_SANDBOX
  throw tpError(
    'INVALID',
    `--account: expected one that leads to a sandbox, found ${account}, which has no endpoints; name another`,
  )
}
