import { compare, type Deviation, type Parameter, type SignatureCause } from './diagnose-recipe.ts'
import { isObject, type Json, parseObject } from './json.ts'

/** Another `biz_content` than the one that was sent. */
export function* contentDeviations(all: readonly Parameter[], plain: string | undefined): Generator<Deviation> {
  const said = all.find(({ name }) => name === 'biz_content')?.value
  const instead = (cause: SignatureCause, detail: string, value: string): Deviation => ({
    cause,
    detail,
    recipe: { spell: (each) => `${each.name}=${each.name === 'biz_content' ? value : each.value}` },
  })
  if (said === undefined) return
  if (plain !== undefined && plain !== said) yield instead('encrypted-too-late', 'biz_content', plain)
  const object = parseObject(said)
  if (!object) return
  for (const [detail, write] of WRITINGS) yield instead('biz-content-rewritten', detail, write(object))
}

/** As serialisers of several languages write the same object. */
const WRITINGS: readonly (readonly [detail: string, write: (object: Json) => string])[] = [
  ['compact', (object) => JSON.stringify(object)],
  ['slashes escaped', (object) => JSON.stringify(object).replaceAll('/', '\\/')],
  ['letters escaped', (object) => escaped(JSON.stringify(object))],
  ['letters and slashes escaped', (object) => escaped(JSON.stringify(object)).replaceAll('/', '\\/')],
  ['spaced', (object) => spaced(object)],
  ['spaced, letters escaped', (object) => escaped(spaced(object))],
  ['indented by 2', (object) => JSON.stringify(object, null, 2)],
  ['indented by 4', (object) => JSON.stringify(object, null, 4)],
  ['members sorted', (object) => JSON.stringify(sorted(object))],
  ['HTML letters escaped', (object) => JSON.stringify(object).replace(/[<>&]/g, unicode)],
  ['numbers as texts', (object) => JSON.stringify(texts(object))],
]

function escaped(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, unicode)
}

function unicode(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** A blank behind every comma and colon. */
function spaced(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${spaced(each ?? null)}`)
  return `{${members.join(', ')}}`
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  const members = Object.entries(value).sort(([a], [b]) => compare(a, b))
  return Object.fromEntries(members.map(([name, each]) => [name, sorted(each ?? null)]))
}

function texts(value: Json): Json {
  if (Array.isArray(value)) return value.map(texts)
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, texts(each ?? null)]))
  return typeof value === 'number' ? String(value) : value
}
