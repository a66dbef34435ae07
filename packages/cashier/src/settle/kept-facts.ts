import type { Fact } from '@tpkit/core'

/** A big number, as JSON can say it. */
interface Big {
  readonly bigint: string
}

/** Facts as text, to be kept until their order is there. */
export function factsText(facts: readonly Fact[]): string {
  return JSON.stringify(facts, (_, value: unknown) => (typeof value === 'bigint' ? { bigint: value.toString() } : value))
}

export function factsOf(text: string): readonly Fact[] {
  return JSON.parse(text, (_, value: unknown) => (isBig(value) ? BigInt(value.bigint) : value)) as readonly Fact[] // our own text
}

function isBig(value: unknown): value is Big {
  return typeof value === 'object' && value !== null && Object.keys(value).join() === 'bigint'
}
