import type { GatewayParts } from '../parts.ts'
import { Methods } from '../schemas/method.ts'
import { type ApiRoute, route } from './route.ts'

/** `GET /v1/methods` */
export function methodsRoute({ shopfront }: GatewayParts): ApiRoute {
  return route(
    {
      method: 'GET',
      path: '/v1/methods',
      name: 'listMethods',
      tag: 'payments',
      words: { en: 'List payment methods', zh: '支付方式列表' },
      more: {
        en: 'What an app may ask for. Which account takes a payment is the configuration’s to say, and may change.',
        zh: '应用可用的支付方式；由配置决定具体账户，可能调整。',
      },
      scope: 'payments:read',
      answers: { 200: { words: { en: 'All of them', zh: '全部' }, schema: Methods } },
      problems: [],
    },
    async ({ merchant }) => {
      const own = shopfront.methods().filter((one) => one.merchant === merchant)
      return { status: 200, body: { items: own.map(({ name, scenes }) => ({ name, scenes })) } }
    },
  )
}
