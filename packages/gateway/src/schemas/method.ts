import { z } from '@hono/zod-openapi'
import { named, said } from './said.ts'

export const Method = named(
  z.object({
    name: said(z.string(), 'What a payment says in `method`.', '支付时 `method` 的取值。', 'wallet'),
    scenes: said(z.array(z.string()), 'Scenes that its accounts have.', '可用的支付场景。', ['native', 'h5']),
  }),
  'Method',
  'A payment method of the configuration.',
  '配置中的支付方式。',
)

export const Methods = named(
  z.object({ items: said(z.array(Method), 'In the order of the configuration.', '按配置顺序。') }),
  'Methods',
  'All of yours.',
  '本商户的全部支付方式。',
)
