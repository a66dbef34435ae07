import { tpError } from '../errors.ts'

/*
 * What a wallet's pages leave open and what changes behaviour: an option each, under an account's `doubts`, with the default that
 * the evidence speaks for. One table per provider, on which its schema, its code and its pages stand.
 */

/** One of some words; the first is the default. */
export interface Choice<Words extends readonly [string, ...string[]]> extends Sentences {
  readonly kind: 'choice'
  readonly words: Words
}

/** A whole number. */
export interface Whole extends Sentences {
  readonly kind: 'whole'
  readonly usual: number
  readonly least: number
  readonly most: number
}

/** What is doubtful and what is known, for whoever decides it. */
interface Sentences {
  readonly en: string
  readonly zh: string
}

type AnyChoice = Choice<readonly [string, ...string[]]>

export type DoubtTable = Readonly<Record<string, AnyChoice | Whole>>

export function choice<const Words extends readonly [string, ...string[]]>(words: Words, en: string, zh: string): Choice<Words> {
  return { kind: 'choice', words, en, zh }
}

export function whole(usual: number, [least, most]: readonly [number, number], en: string, zh: string): Whole {
  return { kind: 'whole', usual, least, most, en, zh }
}

/** How each doubt is decided for one account. */
export type Decided<Table extends DoubtTable> = {
  readonly [Name in keyof Table]: Table[Name] extends { readonly words: readonly (infer Word)[] } ? Word : number
}

/** Every doubt decided: what the account says, else the default. Throws `CONFIG` for a name or value that is not in the table. */
export function decideDoubts<Table extends DoubtTable>(table: Table, said: Partial<Decided<Table>> = {}): Decided<Table> {
  const stranger = Object.keys(said).find((name) => !Object.hasOwn(table, name))
  if (stranger !== undefined) throw wrong(stranger.slice(0, 40), `one of ${Object.keys(table).join(', ')}`, 'another name')
  const values = Object.entries(table).map(([name, doubt]) => [name, checked(name, doubt, Reflect.get(said, name))])
  return Object.fromEntries(values) as Decided<Table> // each name with a value that its own row allows
}

function checked(name: string, doubt: AnyChoice | Whole, said: unknown): string | number {
  if (doubt.kind === 'choice') {
    const [usual, ...others] = doubt.words
    const word = said === undefined ? usual : doubt.words.find((one) => one === said)
    if (word === undefined) throw wrong(name, `one of ${[usual, ...others].join(', ')}`, said)
    return word
  }
  const { usual, least, most } = doubt
  if (said === undefined) return usual
  if (typeof said === 'number' && Number.isSafeInteger(said) && said >= least && said <= most) return said
  throw wrong(name, `a whole number from ${least} to ${most}`, said)
}

function wrong(name: string, expected: string, found: unknown): Error {
  const shown = typeof found === 'string' || typeof found === 'number' ? JSON.stringify(found).slice(0, 40) : typeof found
  return tpError('CONFIG', `doubts.${name}: expected ${expected}, found ${shown}`)
}
