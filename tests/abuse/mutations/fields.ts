import { bad, type Recipe } from './recipe.ts'

/** A field of a message, as far as its dialect can write it. */
export interface FieldHand {
  readonly name: string
  /** In the place of the field: any number of names and values. The signature stays as it was. */
  readonly instead: (
    change: (value: string, others: Readonly<Record<string, string>>) => readonly (readonly [string, string])[],
  ) => Recipe['apply']
  /** What changes of it leave what is said as it was, such as an empty field's absence, or the letter case of a digest. */
  readonly isSame?: (change: string) => boolean
}

type Change = Parameters<FieldHand['instead']>[0]

const changes = (name: string): Readonly<Record<string, Change>> => ({
  removed: () => [],
  emptied: () => [[name, '']],
  'said twice': (value) => [
    [name, value],
    [name, value],
  ],
  'said twice, the second one other': (value) => [
    [name, value],
    [name, other(value)],
  ],
  'said twice, the first one other': (value) => [
    [name, other(value)],
    [name, value],
  ],
  changed: (value) => [[name, other(value)]],
  'changed at its beginning': (value) => [[name, `${other(value.slice(0, 1))}${value.slice(1)}`]],
  longer: (value) => [[name, `${value}0`]],
  shorter: (value) => [[name, value.slice(0, -1)]],
  'with a space before it': (value) => [[name, ` ${value}`]],
  'with a space behind it': (value) => [[name, `${value} `]],
  'with a line feed behind it': (value) => [[name, `${value}\n`]],
  'with a NUL in it': (value) => [[name, `${value}\0`]],
  'in full-width signs': (value) => [[name, fullWidth(value)]],
  'with a sign that is not seen': (value) => [[name, `${value}\u200b`]],
  'with another field in it': (value) => [[name, `${value}&total_fee=1&total_amount=0.01&amount=1`]],
  'under another name': (value) => [[`${name}_`, value]],
  'under its name in capitals': (value) => [[name.toUpperCase(), value]],
  'with the value of another field': (value, others) => [
    [name, Object.values(others).find((one) => one !== value && one !== '') ?? 'x'],
  ],
  'as null': () => [[name, 'null']],
  'as a list': (value) => [[`${name}[]`, value]],
})

/** The last sign another one, of its own kind. */
function other(value: string): string {
  if (value === '') return '1'
  const last = value.slice(-1)
  const next = /[0-8a-yA-Y]/.test(last) ? String.fromCharCode(last.charCodeAt(0) + 1) : last === 'x' ? 'y' : '1'
  return value.slice(0, -1) + next
}

function fullWidth(value: string): string {
  const wide = value.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
  return wide === value ? `${value}！` : wide
}

/** Each change of each field. */
export function fieldRecipes(hands: readonly FieldHand[]): readonly Recipe[] {
  return hands.flatMap(({ name, instead, isSame = () => false }) =>
    Object.entries(changes(name)).map(([what, change]): Recipe => {
      const recipe = bad(`${name} ${what}`, instead(change))
      return isSame(what) ? { ...recipe, kind: 'either' } : recipe
    }),
  )
}
