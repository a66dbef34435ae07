/** The schema, forward only. `INT` is the engine's 64-bit integer, `SERIAL` its own counter. */

/** Statements that lead from version `index` to the next. */
export const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `create table orders (
      id text primary key, merchant text not null, order_no text not null, method text not null, subject text not null,
      total INT not null check (total > 0), currency text not null, attach text, status text not null, paid_attempt_id text,
      created_at INT not null, expires_at INT not null, updated_at INT not null, closing text, next_check_at INT,
      due_at INT, lease_until INT, journal_seq INT not null default 0, journal_head text not null default '',
      sealed_seq INT not null default 0,
      unique (merchant, order_no))`,
    'create index orders_due on orders (due_at) where due_at is not null',
    'create index orders_unsealed on orders (id) where journal_seq > sealed_seq',
    'create index orders_created on orders (created_at)',
    `create table attempts (
      id text primary key, order_id text not null references orders (id), account text not null, out_trade_no text not null,
      scene text not null, total INT not null, currency text not null, status text not null, transaction_id text,
      created_at INT not null, sent_at INT, expires_at INT not null, paid_at INT, payer_total INT, payer_digest text,
      prompt text, unknown text, wish text, next_check_at INT, checks INT not null, quarantine text,
      unique (account, out_trade_no))`,
    'create index attempts_order on attempts (order_id)',
    'create index attempts_created on attempts (created_at)',
    'create index attempts_number on attempts (out_trade_no)',
    'create index attempts_transaction on attempts (transaction_id) where transaction_id is not null',
    'create index attempts_paid on attempts (account, paid_at) where paid_at is not null',
    `create table refunds (
      id text primary key, merchant text not null, order_id text not null references orders (id),
      attempt_id text not null references attempts (id), account text not null, out_trade_no text not null, refund_no text,
      out_refund_no text not null, refund_id text, kind text not null, amount INT not null check (amount > 0),
      currency text not null, reason text, status text not null, created_at INT not null, sent_at INT, refunded_at INT,
      unknown text, next_check_at INT, checks INT not null, quarantine text,
      unique (account, out_refund_no), unique (merchant, refund_no))`,
    'create index refunds_order on refunds (order_id)',
    'create index refunds_created on refunds (created_at)',
    'create index refunds_done on refunds (account, refunded_at) where refunded_at is not null',
    'create table journal (order_id text not null, seq INT not null, text text not null, hash text not null, primary key (order_id, seq))',
    'create table seals (seq INT primary key, at INT not null, items INT not null, hash text not null)',
    'create table seal_items (seal INT not null references seals (seq), order_id text not null, seq INT not null, hash text not null, primary key (seal, order_id))',
    'create index seal_items_order on seal_items (order_id)',
    'create table tombstones (order_id text primary key, seq INT not null, hash text not null, at INT not null)',
    `create table evidence (
      id text primary key, order_id text, account text not null, kind text not null, text text not null, digest text not null,
      at INT not null, delete_after INT not null)`,
    'create index evidence_order on evidence (order_id, account, kind)',
    'create index evidence_due on evidence (delete_after)',
    `create table notices (
      account text not null, notice_id text not null, state text not null, out_trade_no text, order_id text, reason text,
      evidence_id text, first_at INT not null, last_at INT not null, seen INT not null, lease_until INT,
      primary key (account, notice_id))`,
    'create index notices_state on notices (state, first_at)',
    `create table events (
      position SERIAL, id text not null unique, merchant text not null, type text not null, at INT not null, order_id text,
      data text not null, spread INT not null default 0, lease_until INT)`,
    'create index events_unspread on events (id) where spread = 0',
    `create table deliveries (
      id text primary key, event_id text not null, merchant text not null, endpoint text not null, state text not null,
      tries INT not null, next_check_at INT, last text, lease_until INT)`,
    'create index deliveries_due on deliveries (next_check_at) where next_check_at is not null',
    'create index deliveries_event on deliveries (event_id)',
    'create table endpoints (merchant text not null, endpoint text not null, disabled_at INT, reason text, primary key (merchant, endpoint))',
    `create table idempotency (
      merchant text not null, key text not null, fingerprint text not null, at INT not null,
      order_id text, refund_id text, primary key (merchant, key))`,
    `create table statement_days (
      account text not null, day text not null, digest text not null, rows INT not null, paid INT not null, currency text not null,
      refunded INT not null, fee INT not null, net INT not null, at INT not null, primary key (account, day))`,
    `create table differences (
      id text primary key, account text not null, day text not null, kind text not null, out_trade_no text not null,
      out_refund_no text, order_id text, ours text, theirs text, opened_at INT not null, resolved_at INT, resolution text)`,
    'create index differences_day on differences (account, day)',
    'create table audit (id text primary key, at INT not null, who text not null, what text not null, subject text, data text not null)',
    'create table trusted_keys (account text primary key, keys text not null)',
  ],
  // Lists: of one merchant, the newest first, and by every number that people look for.
  [
    'create index orders_list on orders (merchant, created_at, id)',
    'create index refunds_list on refunds (merchant, created_at, id)',
    'create index refunds_number on refunds (out_refund_no)',
    'create index refunds_wallet on refunds (refund_id) where refund_id is not null',
    'create index events_list on events (merchant, position)',
  ],
  // Who may use the gateway, and who is told of events. `main` is there from the beginning.
  [
    'create table merchants (id text primary key, title text not null, created_at INT not null, disabled_at INT)',
    "insert into merchants (id, title, created_at) values ('main', 'main', 0)",
    `create table api_keys (
      id text primary key, merchant text not null references merchants (id), mode text not null, name text not null,
      scopes text not null, digest text not null, created_at INT not null, expires_at INT, last_used_at INT, revoked_at INT)`,
    'create index api_keys_merchant on api_keys (merchant)',
    `create table webhook_endpoints (
      id text primary key, merchant text not null references merchants (id), url text not null, sealed_secrets text not null,
      types text, created_at INT not null, removed_at INT)`,
    'create index webhook_endpoints_merchant on webhook_endpoints (merchant) where removed_at is null',
    `create table settings (
      merchant text not null references merchants (id), name text not null, version INT not null, value text not null, at INT not null,
      primary key (merchant, name, version))`,
    'create index audit_subject on audit (subject, id)',
  ],
]
