import type { ConfigDocument } from './document.ts'
import { type Mode, modeSchema, topSchema } from './file-schema.ts'
import { findingsOf } from './issues.ts'
import type { PathProblem } from './path-problem.ts'
import { isEntry, kindOf } from './plain-data.ts'
import { writtenSchema } from './zod-schema.ts'

const TOP = writtenSchema(topSchema)

/** The file as a whole: which keys it has, and its mode. */
export function readTop({ value, gaps, partial }: ConfigDocument): {
  readonly mode: Mode
  readonly problems: readonly PathProblem[]
} {
  if (!isEntry(value)) {
    const reason = `expected accounts and methods, found ${kindOf(value)}; write at least "accounts:" (tpkit init does)`
    return { mode: 'development', problems: gaps.some(({ length }) => length === 0) ? [] : [{ path: [], reason }] }
  }
  const { error } = topSchema.safeParse(value)
  const reading = {
    value,
    schema: TOP,
    told: gaps,
    partial: partial.some(({ length }) => length === 0),
  }
  return { mode: modeSchema.safeParse(value.mode).data ?? 'development', problems: findingsOf(error?.issues ?? [], reading) }
}
