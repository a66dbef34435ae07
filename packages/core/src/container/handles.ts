import type { PayCommand } from '../contract/command.ts'
import type { Routed } from '../contract/outcome.ts'
import type { PayReply } from '../contract/reply.ts'
import type { Ability, Scene } from '../contract/scene.ts'
import type { AbilityVerbs, CallOptions, TP } from '../contract/tp.ts'
import { type Choice, type MethodPlan, route } from '../domain/route.ts'
import { type TPError, tpError } from '../errors.ts'
import { showMoney } from '../money.ts'

/**
 * What apps ask for: a name in the configuration. Only starts payments; everything after one goes to the *account* that
 * made it, whose name the reply carries, so that a switch in the configuration never strands yesterday's payments.
 */
export interface Method {
  readonly name: string
  readonly pay: (command: PayCommand, options?: CallOptions) => Promise<Routed<PayReply>>
  /** Which account would take this payment, and why. Sends nothing. */
  readonly explain: (command: PayCommand) => Choice
}

/** One configured account. An ability that its provider lacks throws `UNSUPPORTED`. */
export type AccountHandle = TP<Scene, Ability> & { readonly name: string }

/**
 * From a configuration the compiler cannot know what a provider can do: what it lacks says so when it is called.
 * Hands on call by call, because a TP may be an object of a class, with methods that a copy would lose.
 */
export function accountHandle(name: string, tp: TP<Scene, Ability>): AccountHandle {
  return {
    name,
    manifest: tp.manifest,
    payee: tp.payee,
    pay: (command, options) => tp.pay(command, options),
    query: (ref, options) => tp.query(ref, options),
    refund: (command, options) => tp.refund(command, options),
    notify: (received) => tp.notify(received),
    acknowledge: (acknowledgement) => tp.acknowledge(acknowledgement),
    ...abilities(name, tp),
  }
}

function abilities(name: string, tp: TP<Scene, Ability>): AbilityVerbs {
  const able = (ability: Ability): TP<Scene, Ability> => {
    if (tp.manifest.abilities.includes(ability)) return tp
    throw lacking(name, ability, tp)
  }
  return {
    close: async (ref, options) => able('close').close(ref, options),
    reverse: async (ref, options) => able('reverse').reverse(ref, options),
    queryRefund: async (ref, options) => able('queryRefund').queryRefund(ref, options),
    trust: async () => able('trust').trust(),
    probe: async (options) => able('probe').probe(options),
    verifyReturn: async (query) => able('verifyReturn').verifyReturn(query),
    async *statement(query, options) {
      yield* able('statement').statement(query, options)
    },
  }
}

export function methodHandle(plan: MethodPlan, account: (name: string) => AccountHandle): Method {
  const explain = (command: PayCommand): Choice => route(plan, command) ?? refuse(plan, command)
  return {
    name: plan.name,
    pay: async (command, options) => {
      const chosen = account(explain(command).account)
      return { ...(await chosen.pay(command, options)), account: chosen.name }
    },
    explain,
  }
}

function refuse({ name }: MethodPlan, { scene, total }: PayCommand): never {
  const found = `scene ${scene} over ${showMoney(total)}`
  throw tpError(
    'UNSUPPORTED',
    `methods.${name}: expected a payment that one of its rules takes, found ${found}; add a last rule without "when"`,
  )
}

function lacking(name: string, ability: Ability, { manifest }: TP<Scene, Ability>): TPError {
  const known = manifest.abilities.join(', ') || 'none'
  return tpError('UNSUPPORTED', `${name}.${ability}: expected an ability of ${manifest.provider} (${known}), found "${ability}"`)
}
