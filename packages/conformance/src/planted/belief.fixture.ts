/** A check that somebody left out shows as a message that is signed anew before it is checked. */
import type { HttpResponse, Received } from '@tpkit/core'
import type { Message } from '../bench.ts'
import type { Healthy } from './plant.fixture.ts'

type Inside = Pick<Healthy<never>, 'dialect' | 'inside'>

/** The message with a good signature, where `when` lets it pass unchecked. */
export function healed<M extends HttpResponse | Received>(
  bench: Inside,
  message: M,
  when: (bench: Inside, message: Message) => boolean,
): M {
  return when(bench, message) ? { ...message, ...bench.dialect.sign(message) } : message
}

export function isBare({ dialect }: Inside, message: Message): boolean {
  const parts = readable(() => dialect.read(message)) ?? []
  return !parts.some(([name, value]) => dialect.signature.includes(name) && value !== '')
}

export function isBareAbsence(bench: Inside, message: Message): boolean {
  const parts = readable(() => bench.dialect.read(message)) ?? []
  return isBare(bench, message) && parts.some(([, value]) => value === bench.inside.codes.absent)
}

export function isImpostors({ inside }: Inside, message: Message): boolean {
  return isSame(message, inside.signAsImpostor(message))
}

/** A genuine answer with other values in it: nobody compared them. */
export function renamed({ dialect }: Inside, message: Message, values: Readonly<Record<string, string | undefined>>): Message {
  if (!isSame(message, dialect.sign(message))) return message
  const parts = dialect.read(message).map(([name, value]) => [name, values[name] ?? value] as const)
  return dialect.sign(dialect.write(parts, message)) ?? message
}

export function withoutRepeats({ dialect }: Inside, received: Received): Received {
  const parts = readable(() => dialect.read(received)) ?? []
  const last = new Map(parts)
  return last.size === parts.length ? received : { ...received, ...dialect.write([...last], received) }
}

export function unescaped({ dialect }: Inside, received: Received): Received {
  const parts = readable(() => dialect.read(received)) ?? []
  if (!parts.some(([, value]) => value.includes('&amp;'))) return received
  const once = parts.map(([name, value]) => [name, value.replaceAll('&amp;', '&')] as const)
  return { ...received, ...dialect.write(once, received) }
}

function isSame(one: Message, other: Message | undefined): boolean {
  return other !== undefined && Buffer.compare(one.body, other.body) === 0 && headers(one) === headers(other)
}

function headers(message: Message): string {
  return JSON.stringify([...message.headers])
}

export function readable<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
