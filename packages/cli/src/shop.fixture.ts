import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Sandbox, type SandboxOptions, startSandbox } from '@tpkit/sandbox'
import { type CliOptions, type CliRun, runCli } from './desk.fixture.ts'
import { type SandboxControl, sandboxControl } from './sandbox/control.ts'

/** A sandbox and a configuration that pays there, in a folder of its own. */
export interface TestShop {
  readonly sandbox: Sandbox
  readonly control: SandboxControl
  readonly folder: string
  readonly config: string
  /** Runs a command with this configuration. */
  readonly run: (args: readonly string[], options?: CliOptions) => Promise<CliRun>
  /** Takes a payment that is paid at once; answers the wallet's number of it. */
  readonly sell: (outTradeNo: string, total?: string) => Promise<string>
  /** From now on the wallet does that wrong (docs/faults.md). */
  readonly break: (faults: string) => Promise<unknown>
  readonly close: () => Promise<void>
}

interface More {
  readonly accounts?: object
  readonly methods?: object
  readonly [key: string]: unknown
}

/** `more` is added to the configuration: further accounts, also of a merchant that the wallet gets for it, other methods, a ledger. */
export async function openTestShop(
  options: SandboxOptions = {},
  more: (account: object, another: () => Promise<object>) => More | Promise<More> = () => ({}),
): Promise<TestShop> {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-cli-'))
  const sandbox = await startSandbox({ notifyPausesMs: [], ...options, dir: folder })
  const control = sandboxControl(sandbox.url)
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  const common = { plugin, notifyUrl: 'http://127.0.0.1:9/notify/qq' }
  const account = { ...sandbox.account, ...common }
  const another = async () => ({ ...Object(await control.post('/merchants', { name: 'Another shop' })), ...common })
  const config = join(folder, 'tpkit.config.yaml')
  const { accounts, methods, ...others } = await more(account, another)
  const written = { accounts: { qq: account, ...accounts }, methods: methods ?? { wallet: 'qq' }, ...others }
  // JSON is YAML.
  await writeFile(config, JSON.stringify(written))
  const run: TestShop['run'] = (args, given) => runCli([...args, '-c', config], { cwd: folder, ...given })
  return {
    sandbox,
    control,
    folder,
    config,
    run,
    sell: (outTradeNo, total = '19.90') => sold({ run, control }, outTradeNo, total),
    break: (faults) => armed(sandbox, faults),
    close: async () => {
      await sandbox.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function armed({ controlUrl }: Sandbox, faults: string): Promise<void> {
  const response = await fetch(`${controlUrl}/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rules: faults }),
  })
  if (!response.ok) throw new Error(await response.text())
}

async function sold({ run, control }: Pick<TestShop, 'run' | 'control'>, outTradeNo: string, total: string): Promise<string> {
  const account = ['--account', 'qq']
  await run(['pay', ...account, '--total', total, '--out-trade-no', outTradeNo, '--no-wait'])
  await control.post('/trigger', { outTradeNo, action: 'pay' })
  const { stdout } = await run(['query', outTradeNo, ...account, '--total', total, '--json'])
  return JSON.parse(stdout).fact.transactionId
}
