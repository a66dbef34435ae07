import type { ApiKeyRow, EndpointTest, MerchantRow, MerchantSettings, WebhookEndpointRow } from 'tpkit/gateway'
import { isoTime } from '../order/json.ts'

export function merchantJson({ id, title, createdAt, disabledAt }: MerchantRow, settings: MerchantSettings): object {
  // `main` is there from the beginning.
  return { id, title, createdAt: isoTime(createdAt || undefined), disabledAt: isoTime(disabledAt), settings }
}

/** Without the digest: it is nobody's. */
export function apiKeyJson({ digest: _, createdAt, expiresAt, lastUsedAt, revokedAt, ...plain }: ApiKeyRow): object {
  return {
    ...plain,
    ...{ createdAt: isoTime(createdAt), expiresAt: isoTime(expiresAt) },
    ...{ lastUsedAt: isoTime(lastUsedAt), revokedAt: isoTime(revokedAt) },
  }
}

/** Of the secrets how many there are. */
export function endpointJson({ sealedSecrets, createdAt, removedAt, ...plain }: WebhookEndpointRow): object {
  return { ...plain, secrets: sealedSecrets.length, createdAt: isoTime(createdAt), removedAt: isoTime(removedAt) }
}

export function testJson({ endpoint, event: { id, type }, taken, answer }: EndpointTest): object {
  return { endpoint: endpointJson(endpoint), event: { id, type }, taken, answer }
}
