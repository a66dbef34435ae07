import { tpError } from '@tpkit/core/errors'
import { tooManyEndpoints } from './endpoints/add.ts'
import type { BackofficeBooks, BackofficeChange, Put } from './ports.ts'
import type { ApiKeyRow, AuditRow, MerchantRow, SettingRow, WebhookEndpointRow } from './rows.ts'

export interface MemoryBooks extends BackofficeBooks {
  /** Everything that is kept, as text: what must not be found in it is looked for there. */
  readonly dump: () => string
  /** Oldest first. */
  readonly trail: readonly AuditRow[]
  /** How often a use was noted. */
  readonly touches: readonly string[]
}

/** The rules of the port in a few maps. */
export function memoryBooks(): MemoryBooks {
  const merchants = new Map<string, MerchantRow>([['main', { id: 'main', title: 'main', createdAt: 0 }]])
  const apiKeys = new Map<string, ApiKeyRow>()
  const endpoints = new Map<string, WebhookEndpointRow>()
  const settings: SettingRow[] = []
  const trail: AuditRow[] = []
  const touches: string[] = []
  const apply = (change: BackofficeChange): void => {
    if ('add' in change) addSettings(settings, change.add === 'settings' ? change.rows : [])
    else if (change.put === 'merchant') put(merchants, change)
    else if (change.put === 'endpoint') putEndpoint(endpoints, change)
    else put(apiKeys, withUse(change, apiKeys.get(change.row.id)))
  }
  return {
    merchants: async () => [...merchants.values()],
    merchant: async (id) => merchants.get(id),
    apiKey: async (id) => apiKeys.get(id),
    apiKeys: async (merchant) => [...apiKeys.values()].filter((key) => key.merchant === merchant),
    endpoint: async (id) => endpoints.get(id),
    endpoints: async (merchant) =>
      [...endpoints.values()].filter((one) => one.removedAt === undefined && (merchant ?? one.merchant) === one.merchant),
    settings: async (merchant) => [...newest(settings.filter((one) => one.merchant === merchant)).values()],
    audit: async ({ subject, before, limit = 50 }) =>
      trail
        .filter((line) => (subject ?? line.subject) === line.subject && (before === undefined || line.id < before))
        .toReversed()
        .slice(0, limit),
    write: async (change, line) => {
      apply(change)
      trail.push(line)
    },
    touchApiKey: async (id, at) => {
      touches.push(id)
      const key = apiKeys.get(id)
      if (key && at > (key.lastUsedAt ?? -1)) apiKeys.set(id, { ...key, lastUsedAt: at })
    },
    dump: () => JSON.stringify([[...merchants], [...apiKeys], [...endpoints], settings, trail]),
    trail,
    touches,
  }
}

function putEndpoint(
  endpoints: Map<string, WebhookEndpointRow>,
  change: Put<WebhookEndpointRow> & { readonly atMost?: number },
): void {
  const { row, atMost = Number.POSITIVE_INFINITY } = change
  const there = [...endpoints.values()].filter((one) => one.removedAt === undefined && one.merchant === row.merchant)
  if (there.length >= atMost) throw tooManyEndpoints(atMost)
  put(endpoints, change)
}

/** The last use is nobody's to write but `touchApiKey`'s. */
function withUse({ row, was }: Put<ApiKeyRow>, kept: ApiKeyRow | undefined): Put<ApiKeyRow> {
  const used = kept?.lastUsedAt === undefined ? {} : { lastUsedAt: kept.lastUsedAt }
  return { row: { ...row, ...used }, ...(was && { was: { ...was, ...used } }) }
}

function put<Row extends { readonly id: string }>(rows: Map<string, Row>, { row, was }: Put<Row>): void {
  const same = (one: Row | undefined): string => JSON.stringify(one && Object.entries(one).toSorted())
  if (same(rows.get(row.id)) !== same(was)) throw tpError('CONFLICT', `${row.id}: expected it as it was read, found it changed`)
  rows.set(row.id, row)
}

function newest(settings: readonly SettingRow[]): ReadonlyMap<string, SettingRow> {
  return new Map(settings.map((row) => [row.name, row]))
}

function addSettings(settings: SettingRow[], rows: readonly SettingRow[]): void {
  for (const row of rows) {
    const before = newest(settings.filter(({ merchant }) => merchant === row.merchant)).get(row.name)?.version ?? 0
    if (row.version !== before + 1) throw tpError('CONFLICT', `${row.name}: expected version ${before + 1}`)
  }
  settings.push(...rows)
}
