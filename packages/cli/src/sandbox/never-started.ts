import { dirname, resolve } from 'node:path'
import type { Problem } from 'tpkit'
import { isThere } from '../desk/files.ts'

/**
 * The folder of a sandbox that was never started, where that is what a configuration lacks: a certificate that the sandbox
 * draws when it starts. Undefined for every other problem. `base` is the configuration's folder.
 */
export async function neverStarted({ path, reason }: Problem, base: string): Promise<string | undefined> {
  const reference = /file:([^\s:]+): .*ENOENT/.exec(reason)?.[1]
  if (reference === undefined || !/\.(?:ca|certificate)(?:\.|$)/.test(path)) return undefined
  const folder = dirname(reference)
  return (await isThere(resolve(base, folder, 'merchant.json'))) ? folder : undefined
}
