import type { Backoffice, WebhookEndpointRow } from '@tpkit/backoffice'
import type { CashierLog, Endpoint } from '@tpkit/cashier'
import { endpointSecrets } from './endpoint-secret.ts'

/** Where endpoints are that merchants registered. */
export type Register = Pick<Backoffice['endpoints'], 'list' | 'secrets'>

/** One that merchants registered. Without secrets where no key opens them: nothing can be sent there, and nothing is given up. */
export interface RegisteredEndpoint {
  readonly endpoint: Omit<Endpoint, 'secrets'>
  readonly secrets?: Endpoint['secrets']
}

/** Those that stand registered now. Secrets are opened once, and again after each change; one that cannot be opened is tried at each look, and told of once. */
export function registeredEndpoints(register: Register, log: CashierLog): () => Promise<readonly RegisteredEndpoint[]> {
  let opened: ReadonlyMap<string, RegisteredEndpoint> = new Map()
  const read = async (row: WebhookEndpointRow): Promise<readonly [string, RegisteredEndpoint]> => {
    const key = keyOf(row)
    const before = opened.get(key)
    if (before?.secrets) return [key, before]
    const found = await open(row, register)
    if (!found.secrets && !before) log.write({ event: 'books.failed', during: 'endpoint', endpoint: row.id, code: 'CONFIG' })
    return [key, found]
  }
  return async () => {
    opened = new Map(await Promise.all((await register.list()).map(read)))
    return [...opened.values()]
  }
}

function keyOf({ id, merchant, url, sealedSecrets, types }: WebhookEndpointRow): string {
  return JSON.stringify([id, merchant, url, sealedSecrets, types])
}

async function open(row: WebhookEndpointRow, { secrets }: Register): Promise<RegisteredEndpoint> {
  const { id, merchant, url, types } = row
  const endpoint = { name: id, merchant, url, ...(types && { types }) }
  try {
    return { endpoint, secrets: endpointSecrets(await secrets(row)) }
  } catch {
    return { endpoint }
  }
}
