import { type Ability, createTP, type Exchange, type Scene } from '@tpkit/core'
import type { Account, AnyTP, Doors } from '../bench.ts'

/** Wraps each exchange of a protocol before it runs. A TP without a protocol has none to wrap. */
export type Watch = <Reply>(exchange: Exchange<Reply>, verb: string) => Exchange<Reply>

/** An account as a TP that the laws can call whatever its scenes and abilities are. */
export function join<S extends Scene, A extends Ability>(account: Account<S, A>, doors: Doors, watch: Watch | undefined): AnyTP {
  if ('tp' in account) return seenFromLaws(account.tp(doors))
  const { protocol, keys = {} } = account
  return seenFromLaws(createTP<S, A>({ ...doors, protocol: watch ? watched(protocol, watch) : protocol, keys }))
}

/** S and A guard callers at compile time; the laws read the manifest instead, at run time. */
function seenFromLaws(tp: unknown): AnyTP {
  // No type could say it: a TP takes fewer scenes than AnyTP promises, and the laws call only those of its manifest.
  return tp as AnyTP
}

function watched<P extends object>(protocol: P, watch: Watch): P {
  return new Proxy(protocol, {
    get: (target, name, receiver) => {
      const member: unknown = Reflect.get(target, name, receiver)
      if (typeof member !== 'function' || name === 'acknowledge') return member
      return (...args: readonly unknown[]) => watch(Reflect.apply(member, target, args), String(name))
    },
  })
}
