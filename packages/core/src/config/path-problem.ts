import type { Path } from './plain-data.ts'

/** A problem before it has its place in the text. */
export interface PathProblem {
  readonly path: Path
  readonly reason: string
  /** The key is what is wrong, not what stands behind it. */
  readonly atKey?: boolean
}
