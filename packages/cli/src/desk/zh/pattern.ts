/**
 * An English sentence and its Chinese twin. `{name}` stands for a value, which is put in unchanged; `{name:word}` for one without
 * blanks; `{name:any}` for words of somebody else; `{name?}` for a value that is translated where it is known; `{name*}` for a part that
 * must be known itself.
 */
export type Twin = readonly [english: string, chinese: string]

type Kind = '' | ':word' | ':any' | '?' | '*'

interface Hole {
  readonly name: string
  readonly kind: Kind
}

export interface Pattern {
  readonly chinese: string
  readonly holes: readonly Hole[]
  /** What stands around the holes, one more than there are holes. */
  readonly texts: readonly string[]
}

const HOLE = /\{([a-zA-Z]+)(:word|:any|\?|\*)?\}/

export function patternOf([english, chinese]: Twin): Pattern {
  const parts = english.split(new RegExp(HOLE, 'g'))
  const holes: Hole[] = []
  for (let at = 1; at < parts.length; at += 3) holes.push({ name: parts[at] ?? '', kind: (parts[at + 1] ?? '') as Kind })
  return { chinese, holes, texts: parts.filter((_, at) => at % 3 === 0) }
}

/** How much of a sentence the pattern says itself: of two that fit, the one that says more is meant. */
export function weightOf({ texts }: Pattern): number {
  return texts.join('').length
}

/**
 * The Chinese of a text that fits. Every text between two holes is looked for once, from left to right: linear, whatever the input.
 * `known` translates what stands in a hole.
 */
export function translated(pattern: Pattern, text: string, known: (part: string) => string | undefined): string | undefined {
  const values = valuesIn(pattern, text)
  if (!values) return undefined
  const put = new Map<string, { readonly found: string; readonly isSame: boolean }>()
  for (const [at, { name, kind }] of pattern.holes.entries()) {
    const found = fitting(values[at] ?? '', kind, known)
    if (found === undefined) return undefined
    const isSame = found === values[at]
    put.set(name, { found: LISTS.has(name) ? found.replaceAll(/(?<=[\w."-]), (?=[\w."-])/g, '、') : found, isSame })
  }
  return pattern.chinese.replaceAll(/( ?)\{([a-zA-Z]+)\}( ?)/g, (_, before: string, name: string, after: string) => {
    const { found = '', isSame = false } = put.get(name) ?? {}
    const gap = (blank: string, touching: RegExp) => (isSame || !touching.test(found) ? blank : '')
    return `${gap(before, CHINESE_FIRST)}${found}${gap(after, CHINESE_LAST)}`
  })
}

/** Holes that hold a list of names. */
const LISTS: ReadonlySet<string> = new Set(['words', 'names', 'known', 'keys', 'scenes', 'currencies', 'members', 'endings'])

/** Chinese needs no blank beside it, and a translated part may bring its own. */
const CHINESE_FIRST = /^[ \u3000-\u9fff\uff00-\uffef]/
const CHINESE_LAST = /[ \u3000-\u9fff\uff00-\uffef]$/

function valuesIn({ texts, holes }: Pattern, text: string): readonly string[] | undefined {
  const [first = '', ...others] = texts
  if (holes.length === 0) return text === first ? [] : undefined
  const last = others.pop() ?? ''
  if (!text.startsWith(first) || !text.endsWith(last)) return undefined
  const end = text.length - last.length
  const values: string[] = []
  let at = first.length
  for (const next of others) {
    const found = text.indexOf(next, at)
    if (found < 0 || found + next.length > end) return undefined
    values.push(text.slice(at, found))
    at = found + next.length
  }
  return at > end ? undefined : [...values, text.slice(at, end)]
}

function fitting(value: string, kind: Kind, known: (part: string) => string | undefined): string | undefined {
  if (kind === '*') return value === '' ? '' : known(value)
  if (value === '') return undefined
  // A name of the merchant's own may be a word of ours; words with blanks are no names.
  const words = kind === '?' && / |^(?:none|nothing)$/.test(value) ? known(value) : undefined
  if (words !== undefined) return words
  if (kind === ':any') return value
  return isValue(value) && (kind !== ':word' || !/\s/.test(value)) ? value : undefined
}

/** A value holds no clause of the sentence around it: what is in quotes does not count. */
function isValue(value: string): boolean {
  return !/; |, found |: expected /.test(value.replaceAll(/"[^"]*"/g, '""'))
}
