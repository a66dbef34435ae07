/** A text in a source file. What a template puts in stands as `{}`. */
export interface Literal {
  readonly text: string
  readonly line: number
  /** The code in front of it, without blanks. */
  readonly before: string
}

interface Found {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Every text of a TypeScript source: what stands in quotes, and templates, also those within templates. Texts that `+` joins are one. */
export function literalsIn(source: string): readonly Literal[] {
  const found: Found[] = []
  scan(source, 0, '', found)
  const inOrder = found.toSorted((a, b) => a.start - b.start)
  return joined(inOrder, source).map(({ text, start }) => ({
    text,
    line: source.slice(0, start).split('\n').length,
    before: source.slice(Math.max(0, start - 40), start).replaceAll(/\s/g, ''),
  }))
}

/** Reads code up to the brace that ends it; answers the place behind that. */
function scan(source: string, from: number, until: '' | '}', found: Found[]): number {
  let at = from
  let depth = 0
  let last = ''
  while (at < source.length) {
    const two = source.slice(at, at + 2)
    const one = two.slice(0, 1)
    if (one === until && depth === 0) return at + 1
    if (one === '{') depth += 1
    if (one === '}') depth -= 1
    const end = blankEnd(source, at, last) ?? textEnd(source, at, found)
    if (end === undefined && !/\s/.test(one)) last = (last + one).slice(-6)
    if (end !== undefined && /["'`]/.test(one)) last = one
    at = end ?? at + 1
  }
  return at
}

const REGEX_MAY_FOLLOW = /(?:^|[(,=:[!&|?{};+]|=>|return)$/

/** The end of a comment or a regular expression that begins here. */
function blankEnd(source: string, at: number, last: string): number | undefined {
  if (source[at] !== '/') return undefined
  if (source[at + 1] === '/') return ends(source, '\n', at)
  if (source[at + 1] === '*') return ends(source, '*/', at + 2)
  if (!REGEX_MAY_FOLLOW.test(last)) return undefined
  const [whole = '/'] = /^\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[\n])+\/[a-z]*/.exec(source.slice(at)) ?? []
  return at + whole.length
}

function ends(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from)
  return at < 0 ? source.length : at + mark.length
}

function textEnd(source: string, start: number, found: Found[]): number | undefined {
  const quote = source[start]
  if (quote !== '"' && quote !== "'" && quote !== '`') return undefined
  let text = ''
  let at = start + 1
  while (at < source.length && source[at] !== quote) {
    if (quote === '`' && source.startsWith('${', at)) {
      text += '{}'
      at = scan(source, at + 2, '}', found)
    } else if (source[at] === '\\') {
      text += source[at + 1] === 'n' ? '\n' : source[at + 1]
      at += 2
    } else {
      text += source[at]
      at += 1
    }
  }
  found.push({ text, start, end: at + 1 })
  return at + 1
}

function joined(literals: readonly Found[], source: string): readonly Found[] {
  const whole: Found[] = []
  for (const next of literals) {
    const last = whole.at(-1)
    const joins = last !== undefined && /^\s*\+\s*$/.test(source.slice(last.end, next.start))
    if (joins) whole.splice(-1, 1, { text: last.text + next.text, start: last.start, end: next.end })
    else whole.push(next)
  }
  return whole
}
