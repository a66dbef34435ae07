import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { isTPError } from '../errors.ts'
import type { Decided, DoubtTable } from '../provider/doubts.ts'
import { type Secret, secretFrom } from '../secret.ts'

/*
 * Fields that plugin schemas share. A schema sees text only: the loader has already replaced `env:` and `file:`
 * references by what they name, and a file that is no text arrives as `base64:` and its bytes.
 */

/** Runs a check that throws, and reports its sentence as a problem of the field. */
function checked<In, Out>(read: (value: In) => Out): (value: In, context: z.RefinementCtx<In>) => Out {
  return (value, context) => {
    try {
      return read(value)
    } catch (error) {
      context.addIssue({ code: 'custom', message: isTPError(error) ? withoutName(error.message) : 'cannot be read' })
      return z.NEVER
    }
  }
}

/** The path in front of a problem names the field already. */
function withoutName(message: string): string {
  return message.replace(/^value: /, '')
}

/** Tells editors, and whoever looks for secrets that stand in a file, that this is one. */
const SECRET = { writeOnly: true }

/** A key or password: refused when empty, a placeholder or shorter than `minLength`. */
export function secretField(minLength = 8): z.ZodType<Secret, string> {
  return z
    .string()
    .transform(checked((text: string) => secretFrom(text, 'value', minLength)))
    .meta(SECRET)
}

/** One secret, or a list that is a rotation: the first signs, all verify. */
export function rotatingSecretField(minLength = 8): z.ZodType<readonly Secret[], string | string[]> {
  return z
    .union(
      [z.string(), z.array(z.string()).min(1)],
      'expected a key, or a list of keys (a rotation), as text; write digits in quotes',
    )
    .transform(checked((texts: string | string[]) => [texts].flat().map((text) => secretFrom(text, 'value', minLength))))
    .meta(SECRET)
}

/** A certificate, PEM. */
export function certificateField(): z.ZodType<string, string> {
  return z.string().refine(isCertificate, 'expected a PEM certificate ("-----BEGIN CERTIFICATE-----" …); use file:path')
}

/** Bytes of a binary file. */
export function bytesField(): z.ZodType<Uint8Array, string> {
  return z
    .string()
    .regex(/^base64:/, 'expected a binary file; use file:path')
    .transform((text) => Buffer.from(text.slice('base64:'.length), 'base64'))
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).subject !== undefined
  } catch {
    return false
  }
}

/** 存疑选项: a field for each row of a provider's table. */
export function doubtsField<Table extends DoubtTable>(table: Table): z.ZodType<Partial<Decided<Table>>> {
  const fields = Object.entries(table).map(([name, doubt]) => {
    const field = doubt.kind === 'choice' ? z.enum(doubt.words) : z.int().min(doubt.least).max(doubt.most)
    return [name, field.optional().describe(doubt.en)] as const
  })
  // The table's rows give the fields and the type alike.
  return z.strictObject(Object.fromEntries(fields)) as unknown as z.ZodType<Partial<Decided<Table>>>
}

/** A text field's rule: what `check` throws is its problem. For `superRefine`. */
export function passes(check: (field: string, value: string) => unknown): (value: string, context: z.RefinementCtx) => void {
  return (value, context) => {
    try {
      check('value', value)
    } catch (error) {
      if (!isTPError(error)) throw error
      context.addIssue({ code: 'custom', message: withoutName(error.message) })
    }
  }
}
