/** Starts the shop in front of a gateway: `npm start` at the root does, with all that it needs in the environment. */
import { createServer } from 'node:http'
import { gatewayShopListener } from './gateway-server.ts'
import { GatewayShop } from './gateway-shop.ts'

const { TPKIT_URL = 'http://127.0.0.1:8080', TPKIT_API_KEY = '', TPKIT_WEBHOOK_SECRET = '', PORT = '3000' } = process.env
if (TPKIT_API_KEY === '' || TPKIT_WEBHOOK_SECRET === '') {
  console.error('expected TPKIT_API_KEY and TPKIT_WEBHOOK_SECRET in the environment, found none; "tpkit dev" draws them')
  process.exit(2)
}
const shop = new GatewayShop({
  gateway: TPKIT_URL,
  apiKey: TPKIT_API_KEY,
  webhookSecret: TPKIT_WEBHOOK_SECRET,
  tell: (line) => console.log(`shop: ${line}`),
})
createServer(gatewayShopListener(shop)).listen(Number(PORT), '127.0.0.1')
