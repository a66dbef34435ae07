import type { PayCommand } from '../contract/command.ts'
import type { Routed } from '../contract/outcome.ts'
import type { PayReply } from '../contract/reply.ts'
import type { Ability, Scene } from '../contract/scene.ts'
import type { AbilityVerbs, CallOptions, TP } from '../contract/tp.ts'
import { tpError } from '../errors.ts'

/**
 * What apps ask for: a name in the configuration. Only starts payments; everything after one goes to the *account* that
 * made it, whose name the reply carries, so that a switch in the configuration never strands yesterday's payments.
 */
export interface Method {
  readonly name: string
  readonly pay: (command: PayCommand, options?: CallOptions) => Promise<Routed<PayReply>>
  /** Which account would take this payment, and why. Sends nothing. */
  readonly explain: (command: PayCommand) => { readonly account: string; readonly because: string }
}

/** One configured account. An ability that its provider lacks throws `UNSUPPORTED`. */
export type AccountHandle = TP<Scene, Ability> & { readonly name: string }

const ABILITIES: readonly Ability[] = ['close', 'reverse', 'queryRefund', 'statement', 'trust', 'probe', 'verifyReturn']

/** From a configuration the compiler cannot know what a provider can do: what it lacks says so when it is called. */
export function accountHandle(name: string, tp: TP<Scene, Ability>): AccountHandle {
  const lacking = ABILITIES.filter((ability) => !tp.manifest.abilities.includes(ability))
  const refusals = Object.fromEntries(lacking.map((ability) => [ability, refusal(name, ability, tp)]))
  return { ...tp, ...(refusals as Partial<AbilityVerbs>), name } // each refusal throws, whatever its verb would return
}

export function methodHandle(name: string, account: AccountHandle): Method {
  return {
    name,
    pay: async (command, options) => ({ ...(await account.pay(command, options)), account: account.name }),
    explain: () => ({ account: account.name, because: `methods.${name} names this account` }),
  }
}

function refusal(name: string, ability: Ability, { manifest }: TP<Scene, Ability>): () => never {
  const known = manifest.abilities.join(', ') || 'none'
  return () => {
    throw tpError('UNSUPPORTED', `${name}.${ability}: expected an ability of ${manifest.provider} (${known}), found "${ability}"`)
  }
}
