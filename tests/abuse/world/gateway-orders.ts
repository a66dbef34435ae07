import { SCOPES } from '@tpkit/backoffice'
import { openGateway, pinoLogs, type RunningGateway } from 'tpkit/gateway'
import { worldClock } from './clock.ts'
import type { Asked, Orders, ProcessState, Told } from './orders.ts'
import type { Work } from './work-done.ts'

export interface Serving {
  readonly config: string
  readonly mode: string
  /** When the time of its world began. Default: it has the machine's. */
  readonly began: number | undefined
  readonly work: () => Work
}

type Hands = { readonly [Order in keyof Orders]: (what: Orders[Order]['asks']) => Promise<Orders[Order]['answers']> }

/** Opens a gateway, and does what the parent asks. Ends with it. */
export async function serveOrders({ config, mode, began, work }: Serving): Promise<void> {
  const time = worldClock(began)
  const clock = { nowMs: began === undefined ? Date.now : time.now }
  const logs = pinoLogs({ level: 'trace', destination: { write: (log) => tell({ log }) } })
  const gateway = await openGateway({ config, clock, logs, ...(mode === 'production' && { mode }) })
  const forward = async (ms: number) => {
    time.forward(ms)
    return null
  }
  const hands: Hands = { ...handsOn(gateway), forward, state: async ({ tidy }) => stateOf(work, tidy) }
  process.on('disconnect', () => process.exit(1))
  process.on('message', (asked: Asked) => void answer(hands, asked))
  tell({ listening: await gateway.listen() })
}

function tell(told: Told): void {
  process.send?.(told)
}

async function answer(hands: Hands, { id, order, what }: Asked): Promise<void> {
  try {
    tell({ id, value: await hands[order](what as never) }) // our parent asks by the same types
  } catch (error) {
    tell({ id, failed: String(error) })
  }
  if (order === 'close') process.disconnect()
}

const BY = { who: 'abuse' }

function handsOn({ cashier, backoffice, close }: RunningGateway): Omit<Hands, 'forward' | 'state'> {
  return {
    followUp: async () => (await cashier.followUp()).moved,
    deliver: () => cashier.deliver(),
    ask: async (ref) => (await cashier.ask(ref))?.status ?? 'none',
    merchant: async (id) => {
      await backoffice.merchants.create({ id, title: id }, BY)
      return null
    },
    key: async (merchant) => {
      const mode = cashier.tpkit.describe().mode === 'production' ? 'live' : 'test'
      return (await backoffice.apiKeys.issue({ merchant, mode, name: 'abuse', scopes: SCOPES }, BY)).text
    },
    close: async () => {
      await close()
      return null
    },
  }
}

const USUAL: ReadonlySet<string> = new Set(Reflect.ownKeys(Object.prototype).map(String))

function stateOf(work: () => Work, tidy: boolean): ProcessState {
  const done = work()
  if (tidy) globalThis.gc?.()
  const { rss, heapUsed, external } = process.memoryUsage()
  const polluted = Reflect.ownKeys(Object.prototype)
    .map(String)
    .filter((name) => !USUAL.has(name))
  return { rss, held: heapUsed + external, polluted, work: done }
}
