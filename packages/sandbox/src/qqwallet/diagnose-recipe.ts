import { createHash, createHmac } from 'node:crypto'

import type { QQMerchant } from './merchant.ts'

/** A name and its value, as they stand in a message. */
export type Pair = readonly [name: string, value: string]

/** How somebody makes a signature, step by step; a deviation changes one of them. */
export interface Recipe {
  /** Which fields are signed, in document order. */
  readonly pick: (fields: readonly Pair[]) => readonly Pair[]
  /** What becomes of each name and value. */
  readonly spell: (pair: Pair) => Pair
  readonly order: (pairs: readonly Pair[]) => readonly Pair[]
  readonly join: (pairs: readonly Pair[], key: string) => string
  readonly key: string
  /** Whatever it may have been written as. */
  readonly digest: (text: string, key: string) => readonly string[]
}

/** 安全规范, in this file's own words: it must not lean on the code whose refusals it explains. */
export function rightRecipe(key: string, signType: QQMerchant['signType'] = 'MD5'): Recipe {
  return {
    pick: (fields) => fields.filter(([name, value]) => name !== 'sign' && value !== ''),
    spell: (pair) => pair,
    order: (pairs) => [...pairs].sort(([a], [b]) => compare(a, b)),
    join: (pairs, secret) => `${joined(pairs)}&key=${secret}`,
    key,
    digest: (text, secret) => [signType === 'MD5' ? hash('md5', text) : createHmac('sha256', secret).update(text).digest('hex')],
  }
}

export function textOf({ pick, spell, order, join }: Recipe, fields: readonly Pair[], key: string): string {
  return join(order(pick(fields).map(spell)), key)
}

export function joined(pairs: readonly Pair[]): string {
  return pairs.map((pair) => pair.join('=')).join('&')
}

/** Whether this recipe makes that signature. The case of hex digits does not count. */
export function makes(recipe: Recipe, fields: readonly Pair[], found: string): boolean {
  const text = textOf(recipe, fields, recipe.key)
  return recipe.digest(text, recipe.key).some((each) => each.toUpperCase() === found.toUpperCase())
}

export function hash(algorithm: string, data: string | Uint8Array, as: 'hex' | 'base64' = 'hex'): string {
  return createHash(algorithm).update(data).digest(as)
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
