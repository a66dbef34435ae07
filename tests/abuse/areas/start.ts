import { NotStarted } from '../world/gateway.ts'
import { send } from '../world/http.ts'
import { type ProductionWish, rightEnvironment, startProduction } from '../world/production.ts'

/** What came of a start: what the process said, or that it serves. */
export type Start =
  | { readonly kind: 'serves' }
  | { readonly kind: 'refused'; readonly exitCode: number | null; readonly said: string }

export async function tryStart(wish: ProductionWish): Promise<Start> {
  try {
    const gateway = await startProduction(wish)
    const { status } = await send(`${gateway.url}/readyz`, 'GET', { headers: [], body: new Uint8Array() })
    await gateway.close()
    if (status !== 200) throw new Error(`expected a gateway that is ready, found ${status}`)
    return { kind: 'serves' }
  } catch (error) {
    if (error instanceof NotStarted) return { kind: 'refused', exitCode: error.exitCode, said: error.said }
    throw error
  }
}

/** Starts with one thing changed, some at a time: each is a process. */
export async function tryStarts(
  changes: ReadonlyMap<string, Partial<ProductionWish>>,
  planted: string | undefined,
): Promise<ReadonlyMap<string, Start>> {
  const env = await rightEnvironment()
  const waiting = [...changes]
  const started = new Map<string, Start>()
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [key, change] = next
      started.set(key, await tryStart({ ...change, planted, env: { ...env, ...change.env } }))
    }
  }
  await Promise.all([worker(), worker()])
  return started
}

export type Starts = (planted: string | undefined) => Promise<ReadonlyMap<string, Start>>

/** The same for whoever asks first and for whoever asks again. */
export function begun(begin: Starts): Starts {
  let starts: ReturnType<Starts> | undefined
  return (planted) => {
    starts ??= begin(planted)
    return starts
  }
}

/** REFUSE_START: an exit code, the field's name, and never the value. */
export function refusedFor(start: Start | undefined, field: string, value = ''): string | undefined {
  if (start?.kind !== 'refused') return 'it serves'
  const { exitCode, said } = start
  if (exitCode === 0 || exitCode === null) return `it ended with ${exitCode}`
  if (!said.includes(field)) return `it does not name ${field}: ${said.slice(0, 300)}`
  return value.trim() !== '' && said.includes(value) ? `it shows the value: ${said.slice(0, 300)}` : undefined
}
