import type { WalletAnswer } from '@tpkit/core'
import type { Dialect, Message, Part } from '../bench.ts'
import { headersOf, pairsOf } from './headers.ts'

/** A dialect that signs at the moment of its world. */
export interface Tongue extends Omit<Dialect, 'sign'> {
  readonly sign: (message: Message) => Message
}

export function messageOf({ headers, body }: WalletAnswer): Message {
  return { headers: headersOf(headers), body }
}

export function answerFrom({ headers, body }: Message): Pick<WalletAnswer, 'headers' | 'body'> {
  return { headers: pairsOf(headers), body }
}

export function isSigned({ read, signature }: Tongue, message: Message): boolean {
  return read(message).some(([name]) => signature.includes(name))
}

/** What a wallet would have sent if its books had said something else: other parts, signed anew. */
export function resigned<M extends Message>(dialect: Tongue, message: M, change: (parts: readonly Part[]) => readonly Part[]): M {
  const parts = dialect.read(message).filter(([name]) => !dialect.signature.includes(name))
  return { ...message, ...dialect.sign(dialect.write(change(parts), message)) }
}

/** The same for an answer on its way. */
export function resignedAnswer(
  dialect: Tongue,
  answer: WalletAnswer,
  change: (parts: readonly Part[]) => readonly Part[],
): WalletAnswer {
  return { ...answer, ...answerFrom(resigned(dialect, messageOf(answer), change)) }
}

/** Puts other values in the place of these, whatever the parts are called. */
export function replacing(values: ReadonlyMap<string, string>): (parts: readonly Part[]) => readonly Part[] {
  return (parts) => parts.map(([name, value]) => [name, values.get(value) ?? value])
}
