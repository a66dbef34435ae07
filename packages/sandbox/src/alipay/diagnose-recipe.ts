/** A parameter as it arrived, decoded once. */
export interface Parameter {
  readonly name: string
  readonly value: string
  readonly place: 'query' | 'body'
}

/** How somebody makes the text that they sign, step by step; a deviation changes one of them. */
export interface Recipe {
  /** Which parameters are signed, in the order of arrival. */
  readonly pick: (all: readonly Parameter[]) => readonly Parameter[]
  readonly spell: (parameter: Parameter) => string
  readonly order: (picked: readonly Parameter[]) => readonly Parameter[]
  readonly join: (pairs: readonly string[]) => string
  readonly encode: (text: string) => Uint8Array
}

/** 自行实现签名, in this file's own words: it must not lean on the code whose refusals it explains. */
export const RIGHT: Omit<Recipe, 'encode'> = {
  pick: (all) => all.filter(({ name, value }) => name !== 'sign' && value !== ''),
  spell: ({ name, value }) => `${name}=${value}`,
  order: (picked) => [...picked].sort((a, b) => compare(a.name, b.name)),
  join: (pairs) => pairs.join('&'),
}

export function textOf({ pick, spell, order, join }: Omit<Recipe, 'encode'>, all: readonly Parameter[]): string {
  return join(order(pick(all)).map(spell))
}

export function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** What can go wrong between parameters and their signature, by a name that stays. */
export type SignatureCause =
  | 'sign-type-left-out'
  | 'sign-included'
  | 'parameter-left-out'
  | 'extra-parameter'
  | 'query-only'
  | 'body-only'
  | 'unsorted'
  | 'url-encoded'
  | 'plus-for-space'
  | 'html-escaped'
  | 'quoted'
  | 'charset'
  | 'biz-content-rewritten'
  | 'encrypted-too-late'
  | 'line-end'

/** One mistake and nothing else. `detail`: which one of its kind. */
export interface Deviation {
  readonly cause: SignatureCause
  readonly detail: string
  readonly recipe: Partial<Recipe>
}
