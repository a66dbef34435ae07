import type { Random } from '@tpkit/core/ports'
import type { Message, Part } from '../bench.ts'
import type { Tongue } from './messages.ts'

/** What somebody without a key could do to a genuine message on its way. */
export interface Forgery {
  readonly what: string
  readonly forge: (message: Message) => Message
  /**
   * `nothing`: must not be believed. `no more than before`: the change may lie in the layout, so it may still be believed,
   * but only to say exactly what the genuine one said.
   */
  readonly proves: 'nothing' | 'no more than before'
}

/** Which bytes are changed one by one: every `step`-th from `first` on. */
export interface Bytes {
  readonly first: number
  readonly step: number
}

const EVERY: Bytes = { first: 0, step: 1 }

/** Everything that the suite knows how to do to messages like this one. */
export function forgeries(like: Message, dialect: Tongue, random: Random, bytes = EVERY): readonly Forgery[] {
  return [...partForgeries(like, dialect), ...byteForgeries(like, bytes), ...cuts(like), ...otherBodies(random)]
}

/** Every part changed, emptied, taken away and sent twice; a part that was never there; no signature at all. */
function partForgeries(like: Message, dialect: Tongue): readonly Forgery[] {
  const each = dialect.read(like).flatMap((part, index) => forgeriesOf(part, index, dialect))
  const bare = onParts(dialect, (parts) => parts.filter(([name]) => !dialect.signature.includes(name)))
  const more = onParts(dialect, (parts) => [...parts, ['forged', '1']])
  return [
    ...each,
    { what: 'the whole signature taken away', forge: bare, proves: 'nothing' },
    { what: 'a part added', forge: more, proves: 'no more than before' },
  ]
}

function forgeriesOf([name, now]: Part, index: number, dialect: Tongue): readonly Forgery[] {
  const proves = dialect.signature.includes(name) ? 'nothing' : 'no more than before'
  const instead = (what: string, other: (value: string) => readonly Part[], proven: Forgery['proves'] = proves): Forgery => {
    const change = (parts: readonly Part[]): readonly Part[] => parts.toSpliced(index, 1, ...other(parts[index]?.[1] ?? ''))
    return { what: `${name} ${what}`, forge: onParts(dialect, change), proves: proven }
  }
  return [
    instead('changed', (value) => [[name, otherThan(value)]]),
    ...(now === '' ? [] : [instead('emptied', () => [[name, '']])]),
    instead('taken away', () => []),
    instead(
      'twice, the other value first',
      (value) => [
        [name, otherThan(value)],
        [name, value],
      ],
      'nothing',
    ),
    instead(
      'twice, the other value last',
      (value) => [
        [name, value],
        [name, otherThan(value)],
      ],
      'nothing',
    ),
  ]
}

function onParts({ read, write }: Tongue, change: (parts: readonly Part[]) => readonly Part[]): Forgery['forge'] {
  return (message) => write(change(read(message)), message)
}

/** Every chosen byte of the body becomes its neighbour: another digit, letter or sign. */
function byteForgeries({ body }: Message, { first, step }: Bytes): readonly Forgery[] {
  const chosen = [...body.keys()].filter((index) => index % step === first % step)
  return chosen.map((index) => ({
    what: `byte ${index} changed`,
    forge: onBody((bytes) => bytes.map((byte, at) => (at === index ? byte ^ 1 : byte))),
    proves: 'no more than before',
  }))
}

function cuts({ body }: Message): readonly Forgery[] {
  const length = body.byteLength
  return [1, length >> 2, length >> 1, length - 8, length - 1].map((end) => ({
    what: `cut off after ${end} of ${length} bytes`,
    forge: onBody((bytes) => bytes.subarray(0, Math.max(0, end))),
    proves: 'no more than before',
  }))
}

function otherBodies(random: Random): readonly Forgery[] {
  const nothing = (what: string, change: (bytes: Uint8Array) => Uint8Array): Forgery => ({
    what,
    forge: onBody(change),
    proves: 'nothing',
  })
  return [
    nothing('an empty body', () => new Uint8Array()),
    nothing('the body twice', (bytes) => Uint8Array.from([...bytes, ...bytes])),
    nothing('random bytes', ({ byteLength }) => random.bytes(byteLength)),
    nothing('random text', ({ byteLength }) => random.bytes(byteLength).map((byte) => 0x20 + (byte % 0x5f))),
  ]
}

function onBody(change: (bytes: Uint8Array) => Uint8Array): Forgery['forge'] {
  return (message) => ({ ...message, body: change(message.body) })
}

/** The first character decides: at the end of a base64 text there are bits that say nothing. */
function otherThan(value: string): string {
  const first = value.charAt(0)
  if (/[0-9]/.test(first)) return String((Number(first) + 1) % 10) + value.slice(1)
  return (first === 'x' ? 'y' : 'x') + value.slice(1)
}
