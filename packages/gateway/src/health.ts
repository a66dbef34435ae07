import type { Books } from '@tpkit/cashier'
import type { PlainRoute } from './context.ts'
import type { Shopfront } from './parts.ts'
import { within } from './within.ts'

export interface HealthParts {
  readonly books: Pick<Books, 'ready'>
  readonly shopfront: Shopfront
  readonly draining: () => boolean
  readonly now: () => number
}

const PATIENCE_MS = 1000
/** For so long an answer counts, so that a thousand looks are one write. */
const REMEMBERED_MS = 1000

/** `/healthz`: the process answers; restart it where it does not. `/readyz`: it can take payments; send nobody where it cannot. */
export function healthRoutes(parts: HealthParts): readonly PlainRoute[] {
  const ready = readiness(parts)
  return [
    { method: 'GET', path: '/healthz', handler: (c) => c.json({ status: 'ok' }) },
    {
      method: 'GET',
      path: '/readyz',
      handler: async (c) => {
        const lacking = await ready()
        return lacking.length === 0 ? c.json({ status: 'ok' }) : c.json({ status: 'unavailable', lacking }, 503)
      },
    },
  ]
}

type Lack = 'draining' | 'configuration' | 'ledger'

/** What is lacking, by name; nothing where all is well. */
function readiness({ books, shopfront, draining, now }: HealthParts): () => Promise<readonly Lack[]> {
  let last: { readonly answers: Promise<boolean>; readonly until: number } | undefined
  const ledgerAnswers = (): Promise<boolean> => {
    if (!last || last.until <= now())
      last = { answers: settled(() => within(books.ready(), PATIENCE_MS)), until: now() + REMEMBERED_MS }
    return last.answers
  }
  return async () => {
    const configured = await settled(async () => shopfront.accounts())
    const lacks: readonly (readonly [Lack, boolean])[] = [
      ['draining', draining()],
      ['configuration', !configured],
      ['ledger', !(await ledgerAnswers())],
    ]
    return lacks.flatMap(([name, lacking]) => (lacking ? name : []))
  }
}

async function settled(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch {
    return false
  }
}
