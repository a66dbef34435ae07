import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const LOCK = new URL('lock.ts', import.meta.url).href
/** Above every pid that a machine gives out. */
const NOBODY = 2 ** 30

/** A process of its own that asks for the folder at a given moment, says whether it got it, and keeps it until the test ends. */
async function claimed(dir: string, at: number): Promise<string> {
  const script = `
    const { lockFolder } = await import(${JSON.stringify(LOCK)})
    await new Promise((go) => setTimeout(go, ${at} - Date.now()))
    const found = await lockFolder(${JSON.stringify(dir)}).then(() => 'got it', () => 'refused')
    process.stdout.write(found)
    process.stdin.resume()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  onTestFinished(async () => {
    child.stdin.end()
    if (child.exitCode === null) await once(child, 'exit')
  })
  const [found] = await once(child.stdout, 'data')
  return String(found)
}

test('of several processes that find the lock of a dead one at the same moment, one gets the folder', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tpkit-lock-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  await writeFile(join(dir, 'sandbox.lock'), `${NOBODY}\n`)
  const at = Date.now() + 1_000
  const found = await Promise.all([1, 2, 3, 4].map(() => claimed(dir, at)))
  expect(found.toSorted()).toEqual(['got it', 'refused', 'refused', 'refused'])
})
