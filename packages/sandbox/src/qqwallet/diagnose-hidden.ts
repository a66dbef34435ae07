import type { Pair } from './diagnose-recipe.ts'

/** How values are shown that somebody could act with: an unsalted digest of a password is as good as the password. */
const SHOWN: Readonly<Record<string, (value: string) => string>> = {
  op_user_passwd: () => '[secret]',
  auth_code: (value) => (value.length > 8 ? `${value.slice(0, 2)}…${value.slice(-4)}` : value),
}

/** A field as people may see it. What was sent stays whole in the bytes of the message. */
export function hidden([name, value]: Pair): Pair {
  const shown = Object.hasOwn(SHOWN, name) ? SHOWN[name] : undefined
  return [name, shown && value !== '' ? shown(value) : value]
}
