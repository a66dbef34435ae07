import type { NumberRule } from '@tpkit/core'

const USUAL = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const USUAL_LENGTH = 24

/** The `serial`-th number that fits the rule; different serials give different numbers. */
export function numberFor(rule: NumberRule, serial: number): string {
  const letters = [...USUAL].filter(allowing(rule))
  const [zero = '0', one = '1'] = letters
  const length = Math.min(rule.maxLength, Math.max(rule.minLength, USUAL_LENGTH))
  let digits = ''
  for (let rest = serial; rest > 0; rest = Math.floor(rest / letters.length))
    digits = (letters[rest % letters.length] ?? '') + digits
  return digits.padStart(length, zero).replace(/^./, one)
}

/** Pairs of numbers that fit the rule and are easily taken for one another. */
export function similarNumbers(rule: NumberRule): readonly (readonly [one: string, other: string])[] {
  const [longest, shorter] = [rule.maxLength, rule.maxLength - 1].map((length) => '1'.repeat(length))
  if (longest === undefined || shorter === undefined) return []
  const pairs: readonly (readonly [string, string])[] = [
    [`0${shorter}`, shorter],
    [`${shorter}1`, `${shorter}2`],
    [`${shorter}a`, `${shorter}A`],
  ]
  const fits = (number: string): boolean => number.length >= rule.minLength && [...number].every(allowing(rule))
  return pairs.filter((pair) => pair.every(fits))
}

/** Printable ASCII that the rule does not allow; undefined where it allows all. */
export function forbiddenLetter(rule: NumberRule): string | undefined {
  const allowed = allowing(rule)
  return [...' /?#%&+<>"\'.:;=*|@-_'].find((letter) => !allowed(letter))
}

function allowing({ alphabet }: NumberRule): (letter: string) => boolean {
  const pattern = new RegExp(`^[${alphabet}]$`)
  return (letter) => pattern.test(letter)
}
