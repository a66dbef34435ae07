import { z } from '@hono/zod-openapi'
import type { IssuedEndpoint, WebhookEndpointRow } from '@tpkit/backoffice'
import type { EndpointRow } from '@tpkit/cashier'
import type { GatewayParts } from '../parts.ts'
import { said } from '../schemas/said.ts'
import { WebhookEndpoint, WebhookEndpointWithSecret } from '../schemas/webhook-endpoint.ts'
import { iso } from './json.ts'
import { missing } from './missing.ts'
import type { Call, RouteDoc } from './route.ts'

export const WHAT = 'webhook endpoint'

type Json = z.output<typeof WebhookEndpoint>

export function endpointJson(row: WebhookEndpointRow, standing: EndpointRow | undefined): Json {
  const { id, url, types, createdAt, sealedSecrets } = row
  return {
    ...{ id, url, createdAt: iso(createdAt), secrets: sealedSecrets.length },
    ...(types && { types: types as NonNullable<Json['types']> }), // checked when they came
    ...(standing?.disabledAt !== undefined && { disabledAt: iso(standing.disabledAt) }),
    ...(standing?.disabledAt !== undefined && standing.reason !== undefined && { disabledReason: standing.reason }),
  }
}

/** What of the parts endpoints need, with what stands behind every one of their routes. */
export function desk({ backoffice, books }: GatewayParts) {
  const standings = async (merchant: string) => {
    const rows = await books.read.endpoints(merchant)
    return new Map(rows.map((row) => [row.endpoint, row]))
  }
  const json = async (row: WebhookEndpointRow) => endpointJson(row, (await standings(row.merchant)).get(row.id))
  return {
    endpoints: backoffice.endpoints,
    standings,
    json,
    issued: async ({ endpoint, secret }: IssuedEndpoint) => ({ endpoint: await json(endpoint), secret }),
    /** @throws GatewayProblem `NOT_FOUND` */
    own: async ({ merchant, params: { id = '' } }: Call<unknown, unknown>): Promise<WebhookEndpointRow> => {
      const found = (await backoffice.endpoints.list(merchant)).find((row) => row.id === id && row.merchant === merchant)
      if (!found) throw missing(WHAT)
      return found
    },
  }
}

export type Desk = ReturnType<typeof desk>

export const ONE = {
  tag: 'webhooks',
  params: z.object({ id: said(z.string(), 'Id of the endpoint.', '端点编号。', 'whe_01939a5c2f6e7c31a4b0c1d2e3f40519') }),
  problems: ['NOT_FOUND'],
} satisfies Partial<RouteDoc>

export const SHOWN = { words: { en: 'As it stands', zh: '当前状态' }, schema: WebhookEndpoint }
export const WITH_SECRET = {
  words: { en: 'With its new secret, shown once', zh: '含新密钥，仅显示一次' },
  schema: WebhookEndpointWithSecret,
}
