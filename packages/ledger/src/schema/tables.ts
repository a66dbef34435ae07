import type { ColumnType } from 'kysely'
import type { SqlValue } from '../rows/column.ts'

/** Column names are checked here; values are turned by `rows/`, which is the same for both engines. */
type Columns<Name extends string> = Readonly<Record<Name, ColumnType<unknown, SqlValue | undefined, SqlValue>>>

export interface Tables {
  readonly meta: Columns<'key' | 'value'>
  readonly orders: Columns<
    | 'id'
    | 'merchant'
    | 'order_no'
    | 'method'
    | 'subject'
    | 'total'
    | 'currency'
    | 'attach'
    | 'status'
    | 'paid_attempt_id'
    | 'created_at'
    | 'expires_at'
    | 'updated_at'
    | 'closing'
    | 'next_check_at'
    | 'due_at'
    | 'lease_until'
    | 'journal_seq'
    | 'journal_head'
    | 'sealed_seq'
  >
  readonly attempts: Columns<
    'id' | 'order_id' | 'account' | 'out_trade_no' | 'status' | 'transaction_id' | 'paid_at' | 'next_check_at' | 'unknown'
  >
  readonly refunds: Columns<
    | 'id'
    | 'order_id'
    | 'account'
    | 'out_trade_no'
    | 'refund_no'
    | 'out_refund_no'
    | 'refund_id'
    | 'status'
    | 'refunded_at'
    | 'next_check_at'
    | 'unknown'
  >
  readonly journal: Columns<'order_id' | 'seq' | 'text' | 'hash'>
  readonly seals: Columns<'seq' | 'at' | 'items' | 'hash'>
  readonly seal_items: Columns<'seal' | 'order_id' | 'seq' | 'hash'>
  readonly tombstones: Columns<'order_id' | 'seq' | 'hash' | 'at'>
  readonly evidence: Columns<'id' | 'order_id' | 'account' | 'kind' | 'at' | 'delete_after'>
  readonly notices: Columns<
    'account' | 'notice_id' | 'state' | 'out_trade_no' | 'order_id' | 'first_at' | 'last_at' | 'lease_until'
  >
  readonly events: Columns<'id' | 'position' | 'merchant' | 'type' | 'at' | 'order_id' | 'spread' | 'lease_until'>
  readonly deliveries: Columns<'id' | 'event_id' | 'merchant' | 'endpoint' | 'state' | 'tries' | 'next_check_at' | 'lease_until'>
  readonly endpoints: Columns<'merchant' | 'endpoint' | 'disabled_at'>
  readonly idempotency: Columns<'merchant' | 'key' | 'at'>
  readonly statement_days: Columns<'account' | 'day'>
  readonly differences: Columns<'id' | 'account' | 'day' | 'opened_at' | 'resolved_at'>
  readonly audit: Columns<'id' | 'at' | 'subject'>
  readonly trusted_keys: Columns<'account' | 'keys'>
  readonly merchants: Columns<'id' | 'created_at'>
  readonly api_keys: Columns<'id' | 'merchant' | 'created_at' | 'last_used_at'>
  readonly webhook_endpoints: Columns<'id' | 'merchant' | 'removed_at'>
  readonly settings: Columns<'merchant' | 'name' | 'version'>
}
