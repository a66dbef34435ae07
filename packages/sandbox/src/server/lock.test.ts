import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const LOCK = new URL('lock.ts', import.meta.url).href
/** Above every pid that a machine gives out. */
const NOBODY = 2 ** 30

/** A process of its own that asks for the folder at a given moment, keeps it for a while, and says whether it got it. */
async function claimed(dir: string, at: number): Promise<string> {
  const script = `
    const { lockFolder } = await import(${JSON.stringify(LOCK)})
    await new Promise((go) => setTimeout(go, ${at} - Date.now()))
    try {
      const release = await lockFolder(${JSON.stringify(dir)})
      await new Promise((go) => setTimeout(go, 800))
      await release()
      process.stdout.write('got it')
    } catch {
      process.stdout.write('refused')
    }`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  return stdout
}

test('of several processes that find the lock of a dead one at the same moment, one gets the folder', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tpkit-lock-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  await writeFile(join(dir, 'sandbox.lock'), `${NOBODY}\n`)
  const at = Date.now() + 1_000
  const found = await Promise.all([1, 2, 3, 4].map(() => claimed(dir, at)))
  expect(found.filter((each) => each === 'got it')).toHaveLength(1)
})
