import { z } from '@hono/zod-openapi'
import { EventType } from './event.ts'
import { named, said, timeText } from './said.ts'

const url = () =>
  said(
    z.url({ protocol: /^https?$/, error: 'expected an https address (http in development alone)' }).max(512),
    'Where events are sent by POST. In production https, at port 443 or 8443.',
    '事件以 POST 推送到此地址；生产环境须为 https，端口 443 或 8443。',
    'https://shop.example/hooks/tpkit',
  )

const types = () => said(z.array(EventType).min(1).max(32), 'Only these; all where not given.', '仅推送这些类型；不填则全部。')

export const WebhookEndpoint = named(
  z.object({
    id: said(z.string(), 'Of the endpoint.', '端点编号。', 'whe_01939a5c2f6e7c31a4b0c1d2e3f40519'),
    url: url(),
    types: types().optional(),
    createdAt: said(timeText(), 'When it was registered.', '登记时间。', '2026-11-27T06:00:00.000Z'),
    secrets: said(z.int(), 'How many secrets sign: more than one during a rotation.', '参与签名的密钥数；轮换期间多于一个。', 1),
    disabledAt: said(
      timeText(),
      'Nothing is sent since: it failed too long, or answered 410. A replay enables it.',
      '停用时间：持续失败或应答 410；重新推送即恢复。',
    ).optional(),
    disabledReason: said(z.string(), 'Why.', '停用原因。').optional(),
  }),
  'WebhookEndpoint',
  'Where you hear of events.',
  '推送端点。',
)

export const NewWebhookEndpoint = named(
  z.strictObject({
    url: url(),
    types: types().optional(),
    kind: said(
      z.enum(['hmac', 'ed25519']),
      'How deliveries are signed. hmac (v1): both sides hold `whsec_…`, which every library of Standard Webhooks takes · ed25519 (v1a): you verify with `whpk_…`. Default: hmac.',
      '签名方式。hmac（v1）：双方持有 `whsec_…`，各 Standard Webhooks 库均支持 · ed25519（v1a）：以 `whpk_…` 验签。默认 hmac。',
    ).optional(),
    secret: said(
      z.string().regex(/^wh(?:sec|sk)_[A-Za-z0-9+/]{32,128}={0,2}$/, 'expected whsec_… or whsk_… as Standard Webhooks write it'),
      'Brought along instead of drawn: `whsec_` and 24 to 64 bytes in base64, or `whsk_`.',
      '自带密钥：`whsec_` 加 24 至 64 字节的 base64，或 `whsk_`；默认由网关生成。',
    ).optional(),
  }),
  'NewWebhookEndpoint',
  'An endpoint to register.',
  '登记端点。',
)

export const WebhookEndpointChange = named(
  z.strictObject({
    url: url().optional(),
    types: z
      .union([z.array(EventType).min(1).max(32), z.null()], 'expected a list of event types, or null for all')
      .openapi({ description: 'Only these; null for all.', 'x-zh': '仅推送这些类型；null 表示全部。' })
      .optional(),
  }),
  'WebhookEndpointChange',
  'What is given changes; the rest stays.',
  '仅修改所给字段。',
)

export const WebhookEndpointWithSecret = named(
  z.object({
    endpoint: WebhookEndpoint,
    secret: said(
      z.string(),
      'Shown once: what you verify with, `whsec_…` or `whpk_…`. A Standard Webhooks library takes it as it is.',
      '仅显示一次；可直接用于 Standard Webhooks 库。',
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    ),
  }),
  'WebhookEndpointWithSecret',
  'An endpoint with its new secret.',
  '端点及其新密钥。',
)

export const WebhookEndpoints = named(
  z.object({ items: said(z.array(WebhookEndpoint), 'In the order in which they were registered.', '按登记顺序。') }),
  'WebhookEndpoints',
  'All of them.',
  '全部端点。',
)
