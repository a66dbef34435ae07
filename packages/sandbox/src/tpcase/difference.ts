import { isList, isObject, type Json } from './codec.ts'

/** Where two endings begin to differ, and how; undefined where they are the same. */
export function difference(expected: Json, found: Json, path = ''): string | undefined {
  if (isList(expected) && isList(found)) return differentList(expected, found, path)
  if (isObject(expected) && isObject(found)) return differentObject(expected, found, path)
  return expected === found
    ? undefined
    : `${path || 'result'}: expected ${shown(expected, found)}, found ${shown(found, expected)}`
}

function differentList(expected: readonly Json[], found: readonly Json[], path: string): string | undefined {
  if (expected.length !== found.length) return `${path || 'result'}: expected ${expected.length} entries, found ${found.length}`
  return first(expected.map((each, index) => difference(each, found[index] ?? null, `${path}[${index}]`)))
}

type Named = { readonly [name: string]: Json }

function differentObject(expected: Named, found: Named, path: string): string | undefined {
  const names = new Set([...Object.keys(expected), ...Object.keys(found)])
  return first([...names].map((name) => difference(expected[name] ?? null, found[name] ?? null, path ? `${path}.${name}` : name)))
}

function first(differences: readonly (string | undefined)[]): string | undefined {
  return differences.find((each) => each !== undefined)
}

const SHOWN = 80

/** The part around the first letter that differs. */
function shown(value: Json, other: Json): string {
  if (value === null) return 'nothing'
  if (typeof value !== 'string') return JSON.stringify(value).slice(0, SHOWN)
  const text = typeof other === 'string' ? other : ''
  let at = 0
  while (at < value.length && value[at] === text[at]) at += 1
  const from = Math.max(0, at - SHOWN / 4)
  const part = value.slice(from, from + SHOWN)
  return `${from > 0 ? '…' : ''}${JSON.stringify(part)}${from + SHOWN < value.length ? '…' : ''}`
}
