import type { z } from 'zod'
import { findingsOf } from './issues.ts'
import type { PathProblem } from './path-problem.ts'
import { type Entry, leadsTo, type Path } from './plain-data.ts'
import { writtenSchema } from './zod-schema.ts'

/** One key of the file, as its schema reads it. */
export interface Part<Made> {
  readonly made: Made | undefined
  /** Paths are from the file. */
  readonly problems: readonly PathProblem[]
}

/** Reads keys of the file, each by a schema of its own. `told` are the paths whose problem was told already. */
export function partReader(value: Entry, told: readonly Path[]) {
  return <Made>(key: string, schema: z.ZodType<Made>): Part<Made> => {
    if (value[key] === undefined) return { made: undefined, problems: [] }
    const inside = told.filter((path) => leadsTo([key], path)).map((path) => path.slice(1))
    const { data, error } = schema.safeParse(value[key])
    const found = findingsOf(error?.issues ?? [], { value: value[key], schema: writtenSchema(schema), told: inside })
    return { made: data, problems: found.map((one) => ({ ...one, path: [key, ...one.path] })) }
  }
}
