import type { Ability, Scene } from '@tpkit/core'
import type { Bench, Dialect, TestWallet } from './bench.ts'
import { BenchBroken, held } from './bench-broken.ts'
import { messageFault, namesFault, partsFault } from './shapes.ts'

/** Told of every mistake in the bench itself. What lies between a law and the bench may catch the error, and it must not be lost. */
export type Note = (broken: BenchBroken) => void

/** A bench whose own mistakes are told apart from those of the plugin. */
export function supervised<S extends Scene, A extends Ability>(bench: Bench<S, A>, note: Note): Bench<S, A> {
  const { impostor } = bench
  return {
    ...bench,
    wallet: heard(bench.wallet, note),
    impostor: { ...impostor, wallet: heard(impostor.wallet, note) },
    dialect: checked(bench.dialect, note),
  }
}

/** A wallet may be of any class: its methods keep their `this`. */
function heard(wallet: TestWallet, note: Note): TestWallet {
  return new Proxy(wallet, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function'
        ? noting(note, (...args: readonly unknown[]) => Reflect.apply(member, target, args))
        : member
    },
  })
}

const MAP = '; message.headers is a Map from names in lower case to their values, message.body is bytes'

function checked(dialect: Dialect, note: Note): Dialect {
  const signature = noting(note, () => held("your dialect's signature", () => dialect.signature, namesFault))()
  const read: Dialect['read'] = (message) => held("your dialect's read(message)", () => dialect.read(message), partsFault, MAP)
  const write: Dialect['write'] = (parts, message) =>
    held("your dialect's write(parts, message)", () => dialect.write(parts, message), messageFault, MAP)
  const sign: Dialect['sign'] = (message, now) => {
    const signed = held("your dialect's sign(message, now)", () => dialect.sign(message, now), messageFault, MAP)
    return demandProof(signed, read(signed), signature)
  }
  return { signature, read: noting(note, read), write: noting(note, write), sign: noting(note, sign) }
}

/** `sign` is handed a message without the parts of `signature`: what it copies from there is not there. */
function demandProof<M>(signed: M, parts: ReturnType<Dialect['read']>, names: Dialect['signature']): M {
  const proof = parts.filter(([name]) => names.includes(name))
  const [name] = proof.find(([, value]) => ['', 'undefined', 'null', 'NaN'].includes(value)) ?? []
  const found = name === undefined ? `none of ${names.join(', ')}` : `no value in ${name}`
  if (proof.length > 0 && name === undefined) return signed
  const why = 'the parts named in signature are gone when sign is called, so it makes all of them anew: time and nonce, too'
  throw new BenchBroken(`your dialect's sign(message, now) returned a message with ${found}; ${why}`)
}

function noting<Args extends readonly unknown[], Result>(note: Note, work: (...args: Args) => Result): (...args: Args) => Result {
  return (...args) => {
    try {
      return work(...args)
    } catch (error) {
      if (error instanceof BenchBroken) note(error)
      throw error
    }
  }
}
