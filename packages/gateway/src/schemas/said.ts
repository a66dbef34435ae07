import { z } from '@hono/zod-openapi'

/**
 * A field with what it means: unit and format in words, in both languages, and an example. The document says English in
 * `description` and Chinese in `x-zh`.
 */
export function said<Schema extends z.ZodType>(schema: Schema, en: string, zh: string, example?: unknown): Schema {
  return schema.openapi({ description: en, 'x-zh': zh, ...(example !== undefined && { example }) })
}

/** A schema with a name of its own in the document. */
export function named<Schema extends z.ZodType>(schema: Schema, name: string, en: string, zh: string): Schema {
  return schema.openapi(name, { description: en, 'x-zh': zh })
}

/** Text that people write: no control characters. */
export function line(maxLength: number): z.ZodString {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^[^\p{Cc}]*$/u, 'expected text without control characters')
}

/** A number that the merchant chose. */
export const ownNumber = (): z.ZodString =>
  z.string().regex(/^[\x21-\x7e]{1,64}$/, 'expected 1 to 64 visible characters without spaces')

/** A name of the configuration. */
export const configName = (): z.ZodString => z.string().min(1).max(64)

export const timeText = (): z.ZodISODateTime => z.iso.datetime({ offset: true })

export const dayText = (): z.ZodISODate => z.iso.date()

const MONEY_WORDS = { en: 'An amount of money.', zh: '金额。' } as const

/** Amounts above zero come in; sums that go out may be zero. */
function money(least: 0 | 1) {
  return z.strictObject({
    amount: said(
      z.int().min(least),
      'Whole number of minor units: fen (分) for CNY. 1990 is 19.90 yuan. Never a decimal.',
      '最小货币单位的整数：人民币为分，1990 即 19.90 元；不使用小数。',
      1990,
    ),
    currency: said(
      z.string().regex(/^[A-Z]{3}$/, 'expected three capital letters, such as CNY'),
      'ISO 4217 code.',
      'ISO 4217 货币代码。',
      'CNY',
    ),
  })
}

export const Money = named(money(0), 'Money', MONEY_WORDS.en, MONEY_WORDS.zh)
export const MoneyToMove = named(money(1), 'MoneyToMove', 'An amount above zero.', '大于零的金额。')
