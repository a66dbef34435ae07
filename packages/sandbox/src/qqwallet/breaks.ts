/** A notify's fields before they are signed. */
type NotifyFields = Readonly<Record<string, string | undefined>>

interface Break {
  readonly notify: (fields: NotifyFields) => NotifyFields
}

/** What the wallet can be told to do wrong. A break never touches its books: only what it says. */
const BREAKS = {
  /** The notify names another amount than the order, correctly signed. */
  amount: {
    notify: (fields) => {
      const other = fields.total_fee === '1' ? '2' : '1'
      return { ...fields, total_fee: other, cash_fee: other }
    },
  },
} as const satisfies Readonly<Record<string, Break>>

type BreakName = keyof typeof BREAKS

/** Which breaks are on. */
export type Breaks = { readonly [Name in BreakName]?: boolean }

function isBreakName(text: string): text is BreakName {
  return Object.hasOwn(BREAKS, text)
}

/** The fields of a notify as the chosen breaks leave them. */
export function breakNotify(fields: NotifyFields, breaks: Breaks): NotifyFields {
  const chosen = Object.keys(BREAKS)
    .filter(isBreakName)
    .filter((name) => breaks[name])
  return chosen.reduce((now, name) => BREAKS[name].notify(now), fields)
}
