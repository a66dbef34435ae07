import { fileURLToPath } from 'node:url'

/** One line of the product, changed for one run: to see that somebody notices. Nothing in the product knows of it. */
export interface Patch {
  readonly name: string
  readonly about: string
  /** From the root of the repository. */
  readonly file: string
  /** Stands exactly once in the file. */
  readonly find: string
  readonly replace: string
}

export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url))

/** @throws where the line is gone or stands twice: a patch that changes nothing would prove nothing. */
export function patched({ name, file, find, replace }: Patch, source: string): string {
  const parts = source.split(find)
  if (parts.length !== 2)
    throw new Error(`patch ${name}: expected its line once in ${file}, found it ${parts.length - 1} times; write the patch anew`)
  return parts.join(replace)
}
