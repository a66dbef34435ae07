export type {
  ApiKeyRow,
  EndpointTest,
  MerchantRow,
  MerchantSettings,
  Scope,
  SecretKind,
  TestAnswer,
  TestEvent,
  Unanswered,
  WebhookEndpointRow,
} from '@tpkit/backoffice'
export { type GatewayLog, type GatewayLogEvent, type PinoLogOptions, type PinoLogs, pinoLogs } from '@tpkit/gateway'
export { type OpenBackofficeOptions, openBackoffice, type RunningBackoffice } from './backoffice.ts'
export { type OpenGatewayOptions, openGateway, type RunningGateway } from './open-gateway.ts'
