import { tpError } from './errors.ts'

const BRAND = Symbol.for('@tpkit/core/Secret')
const INSPECT = Symbol.for('nodejs.util.inspect.custom')
const SHOWN = '[secret]'

/**
 * A value that does not show itself: printing, inspecting, interpolating or serialising it gives `[secret]`.
 * `reveal()` is the one way in, so that every use can be found by its name.
 */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
    Object.defineProperty(this, BRAND, { value: true })
  }

  reveal(): string {
    return this.#text
  }

  toString(): string {
    return SHOWN
  }

  toJSON(): string {
    return SHOWN
  }

  [INSPECT](): string {
    return SHOWN
  }
}

/** True for a `Secret` of any copy of this package. */
export function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && BRAND in value
}

const PLACEHOLDER = /^(change-?me|todo|secret|password|your[-_ ]?.*|x+|\*+|\.+|0+|<.*>|\$\{.*\}|replace.*|example.*|test|key)$/i

/** What a text says again and again: a placeholder is written often enough where a key must have so many characters. */
const REPEATED = /^(.{1,16}?)\1+$/s

/**
 * Text as a `Secret`, or `CONFIG` when it cannot be a real one: empty, blank, a placeholder (a repeated one, too), or
 * shorter than `minLength`. The message names the field and never the value.
 */
export function secretFrom(text: string, field: string, minLength = 8): Secret {
  const found = text.trim()
  if (found === '') throw tpError('CONFIG', `${field}: expected a key, found an empty value; set it before starting`)
  const said = REPEATED.exec(found)?.[1] ?? found
  if (PLACEHOLDER.test(said)) throw tpError('CONFIG', `${field}: expected a key, found a placeholder; put the real one in`)
  if (found.length < minLength) {
    throw tpError(
      'CONFIG',
      `${field}: expected at least ${minLength} characters, found ${found.length}; check that it was copied whole`,
    )
  }
  return new Secret(found)
}
