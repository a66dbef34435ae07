/**
 * `npm run abuse` tries every input of test-fixtures/abuse, and thousands of mutations, against a gateway that runs ·
 * `-- --only A001,M-qq` some of them · `-- --planted NAME` with a hole in the product · `-- --holes` with each of them, to see that
 * it shows. Ends with 1 where anything was let through, or where a hole did not show.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { HOLES, type Hole } from '../tests/patches/abuse/holes.ts'
import { applyPatch } from '../tests/patches/for-node.ts'

const { values } = parseArgs({
  options: { only: { type: 'string' }, planted: { type: 'string' }, holes: { type: 'boolean', default: false } },
})
const ok = values.holes ? await everyHole() : await run()
process.exitCode = ok ? 0 : 1

async function run(): Promise<boolean> {
  const hole = HOLES.find(({ name }) => name === values.planted)
  if (values.planted !== undefined && !hole)
    throw new Error(`--planted: expected one of ${HOLES.map(({ name }) => name).join(', ')}`)
  if (hole) applyPatch(hole)
  // Behind the patch: units are tried in this process.
  const { runCases } = await import('../tests/abuse/run.ts')
  const { isWrong, reportText } = await import('../tests/abuse/report.ts')
  const began = Date.now()
  const { results, notTestable } = await runCases({
    only: values.only?.split(','),
    planted: hole?.name,
    heard: ({ id, title }, own, tookMs) =>
      console.log(`${id} ${own.some(isWrong) ? 'WRONG' : 'ok   '} ${own.length} inputs, ${Math.round(tookMs)} ms: ${title}`),
  })
  console.log(`${reportText(results, notTestable)}\n${Math.round((Date.now() - began) / 1000)} s`)
  return !results.some(isWrong)
}

async function everyHole(): Promise<boolean> {
  let missed = 0
  for (const hole of HOLES) {
    const through = await letThrough(hole)
    if (through === 0) missed += 1
    console.log(
      `${hole.name.padEnd(20)} ${through === 0 ? 'NOT shown' : `let through: ${through}`} (${hole.caught.join(', ')}): ${hole.about}`,
    )
  }
  console.log(`holes planted: ${HOLES.length}, shown: ${HOLES.length - missed}`)
  return missed === 0
}

/** What its own cases let through, in a process of their own; nothing where one of them held everything off. */
async function letThrough({ name, caught }: Hole): Promise<number> {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), '--planted', name, '--only', caught.join()]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (!caught.every((id) => said.includes(`${id} WRONG`))) return 0
  return Number(/let through: ([0-9]+)/.exec(said)?.[1] ?? 0)
}
