/**
 * The release rehearsal, `npm run rehearse`: packs every package of HEAD, installs the tarballs into an empty project outside of the
 * workspace and tries them there as a new user would, in English and in Chinese. Packing and installing need the network; what is
 * tried uses loopback only. `--keep` keeps the folder, and ends with the line that installs its tarballs elsewhere.
 */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { AUTHOR_STEPS } from './rehearse/author.ts'
import { PACK_STEPS } from './rehearse/pack.ts'
import { endAll } from './rehearse/processes.ts'
import { PROJECT_STEPS } from './rehearse/project.ts'
import type { Stage, Step } from './rehearse/step.ts'
import { TRIAL_STEPS } from './rehearse/trial.ts'

interface Done {
  readonly name: string
  readonly seconds: number
  readonly note: string
  readonly ok: boolean
}

const STEPS: readonly Step[] = [...PACK_STEPS, ...PROJECT_STEPS, ...TRIAL_STEPS, ...AUTHOR_STEPS]

async function rehearse(stage: Stage): Promise<readonly Done[]> {
  const all: Done[] = []
  for (const { name, run } of STEPS) {
    console.log(`… ${name}`)
    const started = performance.now()
    const [ok, note] = await run(stage).then(
      (said) => [true, said] as const,
      (error: unknown) => [false, error instanceof Error ? error.message : String(error)] as const,
    )
    all.push({ name, seconds: (performance.now() - started) / 1000, note, ok })
    // Each step stands on the ones before it.
    if (!ok) break
  }
  return all
}

function table(all: readonly Done[]): string {
  const width = Math.max(...all.map(({ name }) => name.length))
  const line = ({ name, seconds, note, ok }: Done): string =>
    `${ok ? '✓' : '✗'} ${name.padEnd(width)} ${seconds.toFixed(1).padStart(6)} s  ${ok ? note : 'failed'}`
  return all.map(line).join('\n')
}

function verdict(all: readonly Done[]): string {
  const failed = all.find(({ ok }) => !ok)
  const seconds = all.reduce((sum, done) => sum + done.seconds, 0).toFixed(0)
  if (!failed) return `Rehearsed: all ${all.length} steps, ${seconds} s. These packages can be published.`
  return `${failed.note}\n\nNot rehearsed: "${failed.name}" failed, ${STEPS.length - all.length} steps were not tried.`
}

const { keep = false } = parseArgs({ options: { keep: { type: 'boolean' } } }).values
const root = await mkdtemp(join(tmpdir(), 'tpkit-rehearsal-'))
const stage: Stage = {
  checkout: join(import.meta.dirname, '..'),
  source: join(root, 'source'),
  tarballs: join(root, 'tarballs'),
  project: join(root, 'project'),
  author: join(root, 'author'),
}
for (const folder of [stage.tarballs, stage.project, stage.author]) await mkdir(folder)
// What was started stands in groups of its own, which Ctrl+C does not reach.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void cleanUp().finally(() => process.exit(130)))
try {
  const all = await rehearse(stage)
  console.log(`\n${table(all)}\n\n${verdict(all)}`)
  process.exitCode = all.every(({ ok }) => ok) ? 0 : 1
} finally {
  await cleanUp()
}

/** What is in the folder, and the line that installs these packages into any other. */
async function kept(folder: string): Promise<string> {
  const packed = (await readdir(stage.tarballs)).length
  const parts = 'source (a clone), tarballs, project (a merchant), author (a plugin)'
  const line = `npm install ${stage.tarballs}/*.tgz`
  return `Kept: ${folder} with ${parts}.${packed > 0 ? `\n\nNext: in your shop's or your plugin's folder, ${line}` : ''}`
}

async function cleanUp(): Promise<void> {
  await endAll()
  if (keep) console.log(await kept(root))
  else await rm(root, { recursive: true, force: true })
}
