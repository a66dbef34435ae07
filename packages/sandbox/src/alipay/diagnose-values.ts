import type { Deviation, Parameter, SignatureCause } from './diagnose-recipe.ts'

type Spelling = readonly [cause: SignatureCause, detail: string, spell: (value: string) => string]

/** Each way of writing values: for all parameters at once, and for each alone. */
export function* valueDeviations(all: readonly Parameter[]): Generator<Deviation> {
  for (const [cause, detail, spell] of SPELLINGS) yield spelled(cause, detail, spell, () => true)
  for (const only of all) {
    for (const [cause, , spell] of SPELLINGS.filter((each) => each[2](only.value) !== only.value)) {
      yield spelled(cause, only.name, spell, ({ name }) => name === only.name)
    }
  }
}

function spelled(cause: SignatureCause, detail: string, spell: Spelling[2], isMeant: (each: Parameter) => boolean): Deviation {
  const write = (each: Parameter): string => `${each.name}=${isMeant(each) ? spell(each.value) : each.value}`
  return { cause, detail, recipe: { spell: write } }
}

const SPELLINGS: readonly Spelling[] = [
  ['url-encoded', 'encodeURIComponent', encodeURIComponent],
  ['url-encoded', 'form', (value) => formed(value).replace(/[!'()~]/g, percent)],
  ['url-encoded', 'form', (value) => formed(value).replace(/[!'()~*]/g, percent)],
  ['url-encoded', 'RFC 3986', (value) => encodeURIComponent(value).replace(/[!'()*]/g, percent)],
  ['url-encoded', 'lower-case hex', (value) => lowerHex(encodeURIComponent(value))],
  ['url-encoded', 'lower-case hex', (value) => lowerHex(formed(value).replace(/[!'()~]/g, percent))],
  ['url-encoded', 'encodeURI', encodeURI],
  ['plus-for-space', '+ arrived as a space', (value) => value.replaceAll(' ', '+')],
  ['plus-for-space', 'a space was signed as %20', (value) => value.replaceAll(' ', '%20')],
  ['html-escaped', '& < > "', htmlEscaped],
  ['html-escaped', '"', (value) => value.replaceAll('"', '&quot;')],
  ['quoted', 'all', (value) => `"${value}"`],
  ['line-end', 'trimmed', (value) => value.trim()],
  ['line-end', 'CR LF', (value) => value.replace(/(?<!\r)\n/g, '\r\n')],
  ['line-end', 'LF', (value) => value.replaceAll('\r\n', '\n')],
]

function formed(value: string): string {
  return encodeURIComponent(value).replaceAll('%20', '+')
}

function percent(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`
}

function lowerHex(value: string): string {
  return value.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
}

function htmlEscaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
