/**
 * `npm run rules`: for each money rule its line is taken away, and exactly the tests of that rule must fail: at least one of
 * them, and none of another rule's.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { RULES, type RulePatch } from '../tests/patches/rules/rules.ts'

const run = promisify(execFile)

/** Where tests of money rules stand. One engine is enough: what is taken away is the rule, not the engine. */
const WHERE = ['--project', 'cashier', '--project', 'ledger', '--exclude', '**/postgres*.test.ts']

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[]
  }[]
}

const folder = await mkdtemp(join(tmpdir(), 'tpkit-rules-'))
let wrong = 0
try {
  const whole = await titles(undefined)
  console.log(`money rules: ${RULES.length}; their tests: ${whole.passed.length}, all of which pass with nothing taken away`)
  if (whole.failed.length > 0) throw new Error(`expected every test to pass at first, found: ${whole.failed.join('; ')}`)
  for (const patch of RULES) {
    const { failed } = await titles(patch)
    const sentence = judged(patch, failed)
    if (sentence !== undefined) wrong += 1
    console.log(`rule ${String(patch.rule).padStart(2)}  ${sentence ?? `noticed by ${failed.length}`}  (${patch.about})`)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
console.log(wrong === 0 ? `all ${RULES.length} rules are guarded, each by its own tests` : `rules that are not guarded: ${wrong}`)
process.exitCode = wrong === 0 ? 0 : 1

/** What is wrong; undefined where exactly this rule's tests failed. */
function judged({ rule }: RulePatch, failed: readonly string[]): string | undefined {
  if (failed.length === 0) return 'NOT noticed by any test'
  const others = failed.filter((title) => !title.startsWith(`money rule ${rule}:`))
  return others.length === 0 ? undefined : `also breaks tests of other rules: ${others.join('; ')}`
}

async function titles(patch: RulePatch | undefined) {
  const report = join(folder, `${patch?.name ?? 'whole'}.json`)
  const args = ['run', ...WHERE, '-t', 'money rule', '--reporter=json', `--outputFile=${report}`]
  const env = { ...process.env, ...(patch && { TPKIT_PATCH: patch.name }) }
  // A run in which tests fail ends with 1; what it says stands in its report.
  await run('npx', ['vitest', ...args], { env, maxBuffer: 64 * 1024 * 1024 }).catch((error) => {
    if (error.code !== 1) throw error
  })
  const { testResults } = JSON.parse(await readFile(report, 'utf8')) as Report
  const results = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ title }) => title.startsWith('money rule'))
  const of = (status: string) => results.filter((one) => one.status === status).map(({ title }) => title)
  return { passed: of('passed'), failed: of('failed') }
}
