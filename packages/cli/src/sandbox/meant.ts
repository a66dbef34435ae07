import { tpError } from '@tpkit/core/errors'
import type { Tpkit } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { isThere } from '../desk/files.ts'
import { configArgs } from '../desk/line.ts'
import { withTpkit } from '../desk/open-tpkit.ts'
import { type Steering, USUAL_SANDBOX } from './options.ts'

/** The file that nobody needs to name. */
const USUAL_CONFIG = 'tpkit.config.yaml'

/** A sandbox, and whose wallet in it. */
export interface Meant {
  readonly sandbox: string
  readonly mchId?: string
}

/**
 * The sandbox that is meant: the one that was named, else the one that the configuration leads to, else the usual one. The merchant
 * of the configuration goes with it: where another folder's sandbox listens there, it does not know that number, and nothing moves.
 */
export async function sandboxMeant(desk: Desk, { sandbox, config, account, mchId }: Steering): Promise<Meant> {
  const whose = mchId === undefined ? {} : { mchId }
  if (sandbox !== undefined) return { sandbox, ...whose }
  const isNamed = config !== USUAL_CONFIG || account !== undefined
  if (!isNamed && !(await isThere(desk.path(config)))) return { sandbox: USUAL_SANDBOX, ...whose }
  return withTpkit(desk, config, async (tpkit) => ({ ...(sandboxOfAccount(tpkit, account) ?? nowhere(account)), ...whose }))
}

/** What tells a command of this configuration which sandbox is meant: nothing for the usual one, the account where several lead to some. */
export function steeringArgs(tpkit: Tpkit, account: string, config: string): readonly string[] {
  const { accounts } = tpkit.describe()
  const led = accounts.flatMap(({ name }) => sandboxOfAccount(tpkit, name) ?? [])
  if (new Set(led.map((one) => `${one.sandbox} ${one.mchId}`)).size > 1) return ['--account', account, ...configArgs(config)]
  const { sandbox } = sandboxOfAccount(tpkit, account) ?? {}
  return sandbox === undefined || sandbox === USUAL_SANDBOX ? [] : ['--sandbox', sandbox]
}

/** Where an account leads in the place of its wallet; without a name, the first account that leads anywhere. */
export function sandboxOfAccount(tpkit: Tpkit, account?: string): Required<Meant> | undefined {
  if (account !== undefined) tpkit.account(account) // throws where there is none
  const described = tpkit.describe().accounts.filter(({ name }) => account === undefined || name === account)
  const led = described.flatMap(({ endpoints = {}, payee: { mchId } }) =>
    Object.values(endpoints).map((sandbox) => ({ sandbox, mchId })),
  )
  return led.find(({ sandbox }) => sandbox.startsWith('http://'))
}

function nowhere(account: string | undefined): Meant {
  if (account === undefined) return { sandbox: USUAL_SANDBOX }
  throw tpError(
    'INVALID',
    `--account: expected one that leads to a sandbox, found ${account}, which has no endpoints; name another`,
  )
}
