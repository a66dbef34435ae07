import { cursors } from '../lists/cursor.ts'
import type { GatewayParts } from '../parts.ts'
import { eventRoutes } from './events.ts'
import { methodsRoute } from './methods.ts'
import { payRoute } from './pay.ts'
import { paymentRoutes } from './payments.ts'
import { reconciliationRoutes } from './reconciliations.ts'
import { refundRoutes } from './refunds.ts'
import type { ApiRoute } from './route.ts'
import { webhookEndpointRoutes } from './webhook-endpoints.ts'

/** The whole API, in the order in which people read it. */
export function apiRoutes(parts: GatewayParts): readonly ApiRoute[] {
  const sealed = cursors(parts.cursorKey, parts.random)
  return [
    payRoute(parts),
    ...paymentRoutes(parts, sealed),
    methodsRoute(parts),
    ...refundRoutes(parts, sealed),
    ...eventRoutes(parts, sealed),
    ...webhookEndpointRoutes(parts),
    ...reconciliationRoutes(parts, sealed),
  ]
}
