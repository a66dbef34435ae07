import type { ApiKeyRow, MerchantRow, SettingRow, WebhookEndpointRow } from '@tpkit/backoffice'
import { type Codec, codec } from '../rows/codec.ts'
import { json, text, whole, word } from '../rows/column.ts'

export const MERCHANT: Codec<MerchantRow> = codec<MerchantRow>(
  'merchants',
  ['id'],
  { id: text('id'), title: text('title'), createdAt: whole('created_at'), disabledAt: whole('disabled_at') },
  ['createdAt'],
)

export const API_KEY: Codec<ApiKeyRow> = codec<ApiKeyRow>(
  'api_keys',
  ['id'],
  {
    id: text('id'),
    merchant: text('merchant'),
    mode: word('mode'),
    name: text('name'),
    scopes: json('scopes'),
    digest: text('digest'),
    createdAt: whole('created_at'),
    expiresAt: whole('expires_at'),
    lastUsedAt: whole('last_used_at'),
    revokedAt: whole('revoked_at'),
  },
  // The last use moves by itself: whoever revokes a key neither waits for it nor takes it back.
  ['merchant', 'mode', 'digest', 'createdAt', 'lastUsedAt'],
)

export const WEBHOOK_ENDPOINT: Codec<WebhookEndpointRow> = codec<WebhookEndpointRow>(
  'webhook_endpoints',
  ['id'],
  {
    id: text('id'),
    merchant: text('merchant'),
    url: text('url'),
    sealedSecrets: json('sealed_secrets'),
    types: json('types'),
    createdAt: whole('created_at'),
    removedAt: whole('removed_at'),
  },
  ['merchant', 'createdAt'],
)

export const SETTING: Codec<SettingRow> = codec<SettingRow>('settings', ['merchant', 'name', 'version'], {
  merchant: text('merchant'),
  name: text('name'),
  version: whole('version'),
  value: text('value'),
  at: whole('at'),
})
