/** A folder as a reader of the pages has it: a sandbox that runs, its account in tpkit.config.yaml, and we stand in it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Sandbox, startSandbox } from '@tpkit/sandbox'
import { CACHE } from './typescript.ts'

export interface SandboxFolder {
  readonly folder: string
  readonly sandbox: Sandbox
  readonly close: () => Promise<void>
}

export async function openSandboxFolder({ config = true } = {}): Promise<SandboxFolder> {
  await mkdir(CACHE, { recursive: true })
  const folder = await mkdtemp(join(CACHE, 'folder-'))
  const sandbox = await startSandbox({ dir: join(folder, 'sandbox') })
  const before = process.cwd()
  process.chdir(folder)
  if (config) await writeFile('tpkit.config.yaml', configOf(sandbox))
  return {
    folder,
    sandbox,
    close: async () => {
      process.chdir(before)
      await sandbox.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** JSON is YAML, too. Nobody hears the notifies: a page that needs them starts its own server. */
function configOf({ account }: Sandbox): string {
  const notifyUrl = 'http://127.0.0.1:9/notify/qq-main'
  return JSON.stringify({ accounts: { 'qq-main': { ...account, notifyUrl } }, methods: { wallet: 'qq-main' } })
}
