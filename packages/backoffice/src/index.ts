export type {
  Actor,
  Authenticated,
  Backoffice,
  EndpointRef,
  IssuedApiKey,
  IssuedEndpoint,
  KeyRefusal,
  MerchantSettings,
  NewApiKey,
  NewEndpoint,
  SecretKind,
} from './backoffice.ts'
export { createBackoffice } from './create.ts'
export { tooManyEndpoints } from './endpoints/add.ts'
export {
  type EndpointTest,
  type EndpointTester,
  endpointTester,
  type TestAnswer,
  type TestEvent,
  type TestPost,
  type Unanswered,
} from './endpoints/try.ts'
export type { AuditFilter, BackofficeBooks, BackofficeChange, BackofficePorts, Put, Sealer } from './ports.ts'
export {
  type ApiKeyRow,
  type AuditRow,
  type KeyMode,
  type MerchantRow,
  SCOPES,
  type Scope,
  type SettingRow,
  type WebhookEndpointRow,
} from './rows.ts'
