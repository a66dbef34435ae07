import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ledger, openLedger } from '@tpkit/ledger'
import { type AlipayStand, openAlipay } from './alipay.ts'
import { type WorldClock, worldClock } from './clock.ts'
import { MERCHANTS, type More, SIDES, writeConfig } from './config.ts'
import { type GatewayProcess, type GatewayWish, startGateway } from './gateway.ts'
import { openQQ, type QQStand } from './qq.ts'
import { Canaries } from './secrets.ts'
import type { Side, WalletName, WalletStand } from './wallets.ts'
import { openWeChat, type WeChatStand } from './wechat.ts'

/** A gateway that runs, the three wallets, and two merchants who have an account at each of them. */
export interface World {
  readonly clock: WorldClock
  readonly folder: string
  readonly config: string
  readonly canaries: Canaries
  readonly qq: QQStand
  readonly wx: WeChatStand
  readonly ali: AlipayStand
  readonly stand: (name: WalletName) => WalletStand
  /** The process that runs now. */
  readonly gateway: () => GatewayProcess
  readonly key: (side: Side) => string
  /** The same books, read from here. */
  readonly ledger: Ledger
  /** Lets time pass, for the gateway and the wallets. */
  readonly forward: (ms: number) => Promise<void>
  /** Ends the process as a power cut does, and starts another one on the same books. */
  readonly powerCut: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface WorldWish {
  readonly planted?: string | undefined
  readonly certificates?: Parameters<typeof openWeChat>[0]['certificates']
  readonly more?: More
}

export async function openWorld({ planted, ...wish }: WorldWish = {}): Promise<World> {
  const ends: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  try {
    const place = await openPlace(ends, wish)
    return { ...(await openGateway(place, ends, planted)), close }
  } catch (error) {
    await close()
    throw error
  }
}

type Ends = (() => Promise<unknown>)[]

/** Everything but the gateway. */
async function openPlace(ends: Ends, { certificates, more }: WorldWish) {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-abuse-'))
  ends.push(() => rm(folder, { recursive: true, force: true }))
  const [clock, canaries] = [worldClock(), new Canaries()]
  const wish = { now: clock.now, canaries }
  const [qq, wx, ali] = [
    await openQQ(wish),
    await openWeChat({ ...wish, ...(certificates && { certificates }) }),
    await openAlipay(wish),
  ]
  const stands = { qq, wx, ali }
  ends.push(() => Promise.all(Object.values(stands).map((stand) => stand.close())))
  const config = join(folder, 'tpkit.config.yaml')
  await writeConfig(config, Object.values(stands), canaries, more)
  return { ...stands, clock, folder, config, canaries, stand: (name: WalletName): WalletStand => stands[name] }
}

async function openGateway(place: Awaited<ReturnType<typeof openPlace>>, ends: Ends, planted: string | undefined) {
  const { config, folder, clock, canaries } = place
  const wish: GatewayWish = { config, planted, began: clock.began }
  let gateway = await startGateway(wish)
  ends.push(() => gateway.close())
  const ledger = await openLedger(`sqlite:${join(folder, 'tpkit.db')}`, { turn: { soon: (call) => void setImmediate(call) } })
  ends.push(() => ledger.close())
  const keys = await keysOf(gateway, canaries)
  return {
    ...place,
    ...{ ledger, gateway: () => gateway, key: (side: Side) => keys[side] },
    forward: async (ms: number) => {
      clock.forward(ms)
      await gateway.ask('forward', ms)
    },
    powerCut: async () => {
      await gateway.kill()
      gateway = await startGateway(wish)
      await gateway.ask('forward', clock.aheadMs())
    },
  }
}

async function keysOf(gateway: GatewayProcess, canaries: Canaries): Promise<Readonly<Record<Side, string>>> {
  await gateway.ask('merchant', MERCHANTS.b)
  const keys = { a: await gateway.ask('key', MERCHANTS.a), b: await gateway.ask('key', MERCHANTS.b) }
  for (const side of SIDES) canaries.add(`API key of ${MERCHANTS[side]}`, keys[side])
  return keys
}
