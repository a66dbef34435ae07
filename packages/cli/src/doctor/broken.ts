import { access } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { ConfigError, Problem } from 'tpkit'
import type { Finding } from './finding.ts'
import type { Words } from './words.ts'

/** The problems of a configuration that cannot be used, each with its place; `base` is its folder. */
export async function brokenFindings(
  { problems }: ConfigError,
  file: string,
  base: string,
  words: Words,
): Promise<readonly Finding[]> {
  return Promise.all(problems.map((problem) => brokenFinding(problem, file, base, words)))
}

async function brokenFinding(
  { path, reason, line, column }: Problem,
  file: string,
  base: string,
  words: Words,
): Promise<Finding> {
  const account = /^accounts\.([^.]+)/.exec(path)?.[1]
  const sandbox = await isOfSandbox(path, reason, base)
  return {
    check: 'configuration',
    level: 'error',
    ...(account !== undefined && { account }),
    found: (path === '' ? words.reason(reason) : `${path}: ${words.reason(reason)}`).replaceAll(`${base}${sep}`, ''),
    ...(sandbox && { todo: words.sandboxFirst }),
    place: line === undefined ? file : `${file}:${line}:${column}`,
  }
}

/** A certificate that is not there yet, in the folder of a sandbox that was never started: it draws them when it starts. */
async function isOfSandbox(path: string, reason: string, base: string): Promise<boolean> {
  const reference = /file:([^\s:]+): .*ENOENT/.exec(reason)?.[1]
  if (reference === undefined || !/\.(?:ca|certificate)(?:\.|$)/.test(path)) return false
  return access(join(base, dirname(reference), 'merchant.json')).then(
    () => true,
    () => false,
  )
}
