/** Hides an account's values in a sentence of somebody else's code. */
export type Mask = (text: string) => string

/** A shorter piece may be any word. */
const PIECE = 6
const LEAST_WHOLE = 4
const LONGEST = 4_000
const HIDDEN = '…'
/** The first line of a key file is no secret, and core's own sentences quote it. */
const ARMOUR = /-----(?:BEGIN|END) [A-Z0-9 ]+-----/g

/** Replaces the values, and every piece of one that has at least six characters, by `…`. */
export function maskOf(values: readonly string[]): Mask {
  const secrets = values.map((value) => value.replaceAll(ARMOUR, '\0').trim()).filter(({ length }) => length >= LEAST_WHOLE)
  if (secrets.length === 0) return (text) => text
  return (text) => {
    const shown = text.slice(0, LONGEST)
    const hidden = new Set<number>()
    for (const secret of secrets) hide(shown, secret, hidden)
    return hidden.size === 0 ? text : without(shown, hidden)
  }
}

function hide(text: string, secret: string, hidden: Set<number>): void {
  const size = Math.min(PIECE, secret.length)
  for (let at = 0; at + size <= text.length; at += 1) {
    if (!secret.includes(text.slice(at, at + size))) continue
    for (let index = at; index < at + size; index += 1) hidden.add(index)
  }
}

function without(text: string, hidden: ReadonlySet<number>): string {
  const parts = text.split('').map((unit, index) => {
    if (!hidden.has(index)) return unit
    return hidden.has(index - 1) ? '' : HIDDEN
  })
  return parts.join('')
}
