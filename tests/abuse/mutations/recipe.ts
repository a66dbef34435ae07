import type { Message } from '../world/http.ts'

/**
 * How a message is changed, mechanically.
 *
 * `bad`: it says something else, or nothing, and must be held off · `layout`: it says exactly the same, and must be taken as the
 * same · `either`: bytes that may or may not carry a meaning; taken, it must say exactly the same.
 */
export interface Recipe {
  readonly input: string
  readonly kind: 'bad' | 'layout' | 'either'
  readonly apply: (message: Message) => Message
}

export const bad = (input: string, apply: Recipe['apply']): Recipe => ({ input, kind: 'bad', apply })
export const layout = (input: string, apply: Recipe['apply']): Recipe => ({ input, kind: 'layout', apply })
export const either = (input: string, apply: Recipe['apply']): Recipe => ({ input, kind: 'either', apply })

export const withBody =
  (change: (body: Buffer) => Uint8Array) =>
  (message: Message): Message => ({
    headers: message.headers,
    body: change(Buffer.from(message.body)),
  })

export const withText = (change: (text: string) => string): Recipe['apply'] =>
  withBody((body) => Buffer.from(change(body.toString())))

/** Without one, with another value, or with one more. */
export const withHeader =
  (name: string, values: readonly string[]) =>
  (message: Message): Message => ({
    headers: [
      ...message.headers.filter(([each]) => each.toLowerCase() !== name.toLowerCase()),
      ...values.map((value) => [name, value] as const),
    ],
    body: message.body,
  })
