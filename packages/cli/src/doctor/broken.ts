import { dirname, sep } from 'node:path'
import type { ConfigError, Problem } from 'tpkit'
import { neverStarted } from '../sandbox/never-started.ts'
import type { Finding } from './finding.ts'
import { loadingLine } from './loading.ts'
import type { LocalSandbox } from './local-sandbox.ts'
import type { Words } from './words.ts'

/** Where the problems stand. */
export interface BrokenAt {
  /** As the person named it. */
  readonly file: string
  readonly base: string
  readonly sandboxOf: (account: string) => LocalSandbox
}

/** The problems of a configuration that cannot be used, each with its place. */
export async function brokenFindings({ problems }: ConfigError, at: BrokenAt, words: Words): Promise<readonly Finding[]> {
  return Promise.all(problems.map((problem) => brokenFinding(problem, at, words)))
}

async function brokenFinding(problem: Problem, { file, base, sandboxOf }: BrokenAt, words: Words): Promise<Finding> {
  const { path, line, column } = problem
  const account = /^accounts\.([^.]+)/.exec(path)?.[1]
  const folder = await neverStarted(problem, base)
  const sandbox = folder === undefined ? undefined : sandboxOf(account ?? '').line
  const reference = /file:[^\s:]+/.exec(problem.reason)?.[0] ?? ''
  const unset = /^env:[^\s:]+: expected the environment variable /.test(problem.reason)
  // The name of the variable stands in it once more.
  const said = unset ? words.reason(problem.reason).replace(/^env:[^\s:：]+(?:: |：)/, '') : words.reason(problem.reason)
  const reason = sandbox === undefined ? said : words.notYet(reference)
  return {
    check: 'configuration',
    level: 'error',
    ...(account !== undefined && { account }),
    found: (path === '' ? reason : `${path}${words.marks.colon}${reason}`).replaceAll(`${base}${sep}`, ''),
    ...(sandbox !== undefined && { todo: words.sandboxFirst(sandbox), cure: sandbox }),
    ...(unset && { cure: loadingLine(dirname(file)) }),
    place: line === undefined ? file : `${file}:${line}:${column}`,
  }
}
