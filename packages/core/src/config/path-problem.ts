import type { Path } from './plain-data.ts'

/** A problem before it has its place in the text. */
export interface PathProblem {
  readonly path: Path
  readonly reason: string
  /** The key is what is wrong, not what stands behind it. */
  readonly atKey?: boolean
}

/** Of callbacks, endpoints and the gateway alike. */
export const PLAIN_ADDRESS =
  'expected an https address in production, found http: whoever is on the way reads of payments; use https'

/** Names, packages, and addresses without user, query or fragment. */
export const WORD = /^(?:[\w@./-]{1,100}|https?:\/\/[\w.-]+(?::\d{1,5})?(?:\/[\w./~-]{0,150})?)$/
/** As names of fields are, those that are nearly right too. */
const FIELD = /^[\w$.<-]{1,24}$/

/**
 * The path in words. A key that is wrong itself may be a secret that lost its way, and so may what stands deep in an account: what does not
 * look like a name is `…`.
 */
export function pathWords({ path, atKey }: Pick<PathProblem, 'path' | 'atKey'>): string {
  const last = path.length - 1
  const isName = (index: number) => path[0] === 'methods' || (path[0] === 'accounts' && index === 1)
  const wrongField = (index: number) => atKey === true && index === last && !isName(index)
  return path
    .map((part, index) => {
      const shown = wrongField(index) ? FIELD.test(String(part)) : index < 3 || WORD.test(String(part))
      return shown ? String(part) : '…'
    })
    .join('.')
}
