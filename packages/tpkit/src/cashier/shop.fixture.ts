import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestMerchant } from '@tpkit/sandbox/vitest'
import { onTestFinished } from 'vitest'
import { receive, respond } from '../http.ts'
import { createCashier } from './create-cashier.ts'
import type { CreateCashierOptions, RunningCashier } from './running-cashier.ts'

export interface CashierShop {
  readonly cashier: RunningCashier
  readonly config: string
  readonly folder: string
  /** Writes the configuration anew. */
  readonly write: (more?: object) => Promise<void>
}

/** A configuration that is what the sandbox printed, a notify address that leads to the cashier, and a ledger in a file. */
export async function openCashierShop(
  { account }: TestMerchant,
  more: object = {},
  options: CreateCashierOptions = {},
): Promise<CashierShop> {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-cashier-'))
  const config = join(folder, 'tpkit.config.yaml')
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  let cashier: RunningCashier | undefined
  const server = createServer(async (request, response) => {
    if (cashier) respond(response, (await cashier.settle('qq', await receive(request))).answer)
  })
  const notifyUrl = `${await listening(server)}/notify/qq`
  const write = (changed: object = {}): Promise<void> => {
    const usual = { accounts: { qq: { ...account, plugin, notifyUrl } }, methods: { wallet: 'qq' }, ledger: 'sqlite:./tpkit.db' }
    return writeFile(config, JSON.stringify({ ...usual, ...more, ...changed }))
  }
  await write()
  onTestFinished(async () => {
    await cashier?.shutdown()
    server.closeAllConnections()
    server.close()
    await rm(folder, { recursive: true })
  })
  cashier = await createCashier({ config, ...options })
  return { cashier, config, folder, write }
}

export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  return `http://127.0.0.1:${port}`
}
