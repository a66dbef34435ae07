import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { providerSuite } from '@tpkit/conformance'
import { CLOCK } from '@tpkit/core/container'
import { test } from '@tpkit/sandbox/vitest'
import { Container, ContainerModule, type ServiceIdentifier } from 'inversify'
import { cny, loadTpkit, receive, respond } from 'tpkit'
import { expect, onTestFinished } from 'vitest'
import { stringify } from 'yaml'
import { lanternDialect, lanternWallet } from '../../lantern-provider/src/lantern.script.ts'
import plugin, { VAULT, type Vault } from './vault-lantern.ts'

const [KEY, OTHER_KEY] = ['test-key-of-two-lantern-shops', 'test-key-of-another-lantern']

const vaultOf = (key: string, until = Number.POSITIVE_INFINITY): Vault => ({ lease: () => ({ key, until }) })

/** The plugin's classes, put together as core does it. */
function account(shopId: string, key: string) {
  const container = new Container({ defaultScope: 'Singleton' })
  container.bind(VAULT).toConstantValue(vaultOf(key))
  container.bind(CLOCK).toConstantValue({ nowMs: () => 0 })
  container.load(plugin.module)
  const get = <Bound>(token: ServiceIdentifier<Bound>): Bound => container.get(token)
  const config = { shopId, notifyUrl: 'https://shop.example/notify' }
  return { protocol: plugin.protocol(config, get), keys: plugin.keys(config, get), secrets: [key] }
}

providerSuite('vault-lantern', () => ({
  wallet: lanternWallet({ L1001: KEY, L1002: KEY }),
  account: account('L1001', KEY),
  stranger: account('L1002', KEY),
  impostor: { wallet: lanternWallet({ L1001: OTHER_KEY }), account: account('L1001', OTHER_KEY) },
  dialect: lanternDialect(KEY),
}))

/** The scripted wallet behind HTTP; answers its origin. */
async function lanternServer(): Promise<string> {
  const wallet = lanternWallet({ L1001: KEY })
  const server = createServer(async (request, response) => {
    const { headers, body } = await receive(request)
    const asked = { method: 'POST', origin: 'https://pay.lantern.example', path: request.url ?? '', headers, body }
    const answer = wallet.handle(asked, Date.now())
    if (answer) respond(response, { ...answer, body: new TextDecoder().decode(answer.body) })
    else response.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('stands in a configuration beside a provider without classes, with no key of its own in it', async ({ merchant }) => {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-injectable-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const qqwallet = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  const notifyUrl = 'http://127.0.0.1:9/notify'
  const accounts = {
    lantern: {
      plugin: fileURLToPath(new URL('vault-lantern.ts', import.meta.url)),
      shopId: 'L1001',
      notifyUrl,
      endpoints: { 'https://pay.lantern.example': await lanternServer() },
    },
    qq: { ...merchant.account, plugin: qqwallet, notifyUrl },
  }
  const path = join(folder, 'tpkit.config.yaml')
  await writeFile(
    path,
    stringify({ accounts, methods: { small: 'lantern', large: 'qq' } }, { defaultStringType: 'QUOTE_DOUBLE' }),
  )
  const vault = (until: number) => new ContainerModule(({ bind }) => void bind(VAULT).toConstantValue(vaultOf(KEY, until)))
  const tpkit = await loadTpkit(path, { modules: [vault(Date.now() + 60_000)] })
  const order = { scene: 'native', outTradeNo: 'VAULT1', subject: 'tea', total: cny.yuan('19.90') } as const
  for (const method of ['small', 'large']) {
    await expect(tpkit.method(method).pay(order)).resolves.toMatchObject({ kind: 'done', value: { prompt: { kind: 'qr' } } })
  }
  await expect(tpkit.account('lantern').query(order)).resolves.toMatchObject({ status: 'pending', payee: { mchId: 'L1001' } })
  await tpkit.close()

  // What its classes refuse is a problem of the configuration like every other.
  await expect(loadTpkit(path, { modules: [vault(0)] })).rejects.toThrow(/accounts\.lantern: vault: expected a lease of L1001/)
  await expect(loadTpkit(path)).rejects.toThrow(/accounts\.lantern: the plugin cannot be built/)
})
