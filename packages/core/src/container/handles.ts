import type { PayCommand } from '../contract/command.ts'
import type { Outcome } from '../contract/outcome.ts'
import type { PayReply } from '../contract/reply.ts'
import type { Ability, Scene } from '../contract/scene.ts'
import type { AbilityVerbs, CallOptions, TP } from '../contract/tp.ts'
import { type Choice, candidates, conditionWords, type MethodPlan, route, USUAL_POLICY } from '../domain/route.ts'
import { type TPError, tpError } from '../errors.ts'
import { showMoney } from '../money.ts'
import { checkOptions } from '../tp/check-options.ts'
import { checkAsked } from './check-asked.ts'
import type { Account, Method } from './configured.ts'
import type { BuiltAccount, Generation } from './generation.ts'
import { promptedThere } from './prompted-there.ts'

/** What stands at the moment of asking: handles hold on to names alone, so that every reload reaches them. */
type Now = () => Generation

/**
 * From a configuration the compiler cannot know what a provider can do: what it lacks says so when it is called.
 * Hands on call by call, because a TP may be an object of a class, with methods that a copy would lose.
 */
export function accountHandle(name: string, now: Now): Account {
  const held = (): BuiltAccount => now().account(name)
  const call = <T>(work: (built: BuiltAccount) => Promise<T>): Promise<T> => {
    const generation = now()
    return generation.call(async () => work(generation.account(name)))
  }
  return {
    name,
    get merchant() {
      return held().plan.merchant
    },
    get retired() {
      return held().plan.retired
    },
    get manifest() {
      return held().tp.manifest
    },
    get payee() {
      return held().tp.payee
    },
    pay: (command, options) => call((built) => payAt(built, command, options)),
    query: (ref, options) => call(({ tp }) => tp.query(ref, options)),
    refund: (command, options) => call(({ tp }) => tp.refund(command, options)),
    notify: (received) => call(({ tp }) => tp.notify(received)),
    acknowledge: (acknowledgement) => held().tp.acknowledge(acknowledgement),
    inspect: (received) => inspectorOf(held())(received),
    ...abilities(name, now, call),
  }
}

type Call = <T>(work: (built: BuiltAccount) => Promise<T>) => Promise<T>

function abilities(name: string, now: Now, call: Call): AbilityVerbs {
  return {
    close: (ref, options) => call(async (built) => able(built, 'close').close(ref, options)),
    reverse: (ref, options) => call(async (built) => able(built, 'reverse').reverse(ref, options)),
    queryRefund: (ref, options) => call(async (built) => able(built, 'queryRefund').queryRefund(ref, options)),
    trust: () => call(async (built) => able(built, 'trust').trust()),
    probe: (options) => call(async (built) => able(built, 'probe').probe(options)),
    verifyReturn: (query) => call(async (built) => able(built, 'verifyReturn').verifyReturn(query)),
    async *statement(query, options) {
      const generation = now()
      yield* generation.stream(() => able(generation.account(name), 'statement').statement(query, options))
    },
  }
}

export function methodHandle(name: string, now: Now): Method {
  return {
    name,
    get merchant() {
      return now().method(name).merchant
    },
    pay: (command, options) => {
      const generation = now()
      return generation.call(async () => {
        checkOptions(options)
        refuseRepeat(name, options)
        const { account } = choose(generation.method(name), command)
        return { ...(await payAt(generation.account(account), command, options)), account }
      })
    },
    explain: (command) => choose(now().method(name), command),
    candidates: (command) => {
      checkAsked(command)
      return candidates(now().method(name), command)
    },
    get policy() {
      return now().method(name).policy ?? USUAL_POLICY
    },
  }
}

/** JavaScript callers, and objects that were typed elsewhere. */
function refuseRepeat(name: string, options: CallOptions = {}): void {
  if (!options.afterUnknown) return
  throw tpError(
    'INVALID',
    `methods.${name}.pay: expected a new payment, found afterUnknown; repeat the number at the account that took it, ` +
      'account(reply.account).pay(command, { afterUnknown: true }): this method may lead to another one by now',
  )
}

function choose(plan: MethodPlan, command: PayCommand): Choice {
  checkAsked(command)
  return route(plan, command) ?? refuse(plan, command)
}

/** Money rule 8 has to stay possible at a retired account: the same number again, then close. */
async function payAt({ plan, tp }: BuiltAccount, command: PayCommand, options?: CallOptions): Promise<Outcome<PayReply>> {
  if (!plan.retired || options?.afterUnknown) return promptedThere(await tp.pay(command, options), plan.endpoints)
  throw tpError(
    'UNSUPPORTED',
    `${plan.name}.pay: expected an account that takes new payments, found a retired one; pay through another account. ` +
      'A number whose outcome is unknown may be repeated here: pass { afterUnknown: true }, then close it',
  )
}

function inspectorOf({ plan: { name, plugin, config } }: BuiltAccount): Account['inspect'] {
  const { inspect } = plugin
  if (inspect) return (received) => inspect(received, config)
  throw tpError(
    'UNSUPPORTED',
    `${name}.inspect: expected a provider that explains its notifies, found ${plugin.name}, which does not`,
  )
}

function refuse({ name, rules }: MethodPlan, { scene, total }: PayCommand): never {
  const takes = rules.map(({ when }) => conditionWords(when).join(', ')).join('; or ')
  throw tpError(
    'UNSUPPORTED',
    `methods.${name}: expected a payment that one of its rules takes (${takes}), found scene ${scene} over ${showMoney(total)}; ` +
      'add a last rule without "when"',
  )
}

function able({ plan, tp }: BuiltAccount, ability: Ability): TP<Scene, Ability> {
  if (tp.manifest.abilities.includes(ability)) return tp
  throw lacking(plan.name, ability, tp)
}

function lacking(name: string, ability: Ability, { manifest }: TP<Scene, Ability>): TPError {
  const known = manifest.abilities.join(', ') || 'none'
  return tpError('UNSUPPORTED', `${name}.${ability}: expected an ability of ${manifest.provider} (${known}), found "${ability}"`)
}
