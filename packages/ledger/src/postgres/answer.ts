import type { Held, OrderKey, Usage } from '@tpkit/cashier'
import { headOf } from '../hot/chain.ts'
import {
  SELECT_ACCOUNTS,
  type Statement,
  selectAttempts,
  selectByKey,
  selectOrder,
  selectRefunds,
  USAGE_PAYMENTS,
  USAGE_REFUNDS,
} from '../hot/statements.ts'
import type { Codec } from '../rows/codec.ts'
import { ATTEMPT, DELIVERY, DIFFERENCE, ENDPOINT, IDEMPOTENCY, NOTICE, ORDER, REFUND, STATEMENT_DAY } from '../rows/codecs.ts'
import type { SqlRecord } from '../rows/column.ts'
import type { LedgerAnswer, LedgerStep, SqlStep } from '../run-work.ts'
import { numbered } from './numbered.ts'
import { type Session, together } from './session.ts'
import { writeAll } from './write.ts'

/** Answers the steps of a work, within the transaction that stands. */
export function answerer(session: Session): (step: LedgerStep) => Promise<LedgerAnswer> {
  return (step) => answer(session, step)
}

async function answer(session: Session, step: LedgerStep): Promise<LedgerAnswer> {
  switch (step.ask) {
    case 'order':
      return readHeld(session, step.key)
    case 'accounts':
      return (await session.hot(numbered(SELECT_ACCOUNTS), [step.outTradeNo])).map(({ account }) => String(account))
    case 'notice':
      return readNamed(session, NOTICE, 'notice', step.account, step.noticeId)
    case 'idempotency':
      return readNamed(session, IDEMPOTENCY, 'idempotency', step.merchant, step.key)
    case 'delivery':
      return readOne(session, DELIVERY, step.id)
    case 'endpoint':
      return readOne(session, ENDPOINT, step.merchant, step.endpoint)
    case 'statement':
      return readOne(session, STATEMENT_DAY, step.account, step.day)
    case 'difference':
      return readOne(session, DIFFERENCE, step.id)
    case 'usage':
      return usage(session, step.merchant, step.since, step.payerDigest)
    case 'sql':
      return runSql(session, step)
    case 'write':
      return writeAll(session, step.changes)
  }
}

async function runSql(session: Session, { query }: SqlStep): Promise<readonly SqlRecord[]> {
  await session.arrived()
  if (query.query.kind !== 'SelectQueryNode') session.wrote = true
  return session.cold(query.sql, query.parameters)
}

/** What is not there yet cannot be locked as a row: two that are about to write it wait for each other by its name. */
function lockName(session: Session, ...name: readonly string[]): Promise<readonly SqlRecord[]> {
  return session.hot('select pg_advisory_xact_lock(hashtextextended($1, 0))', [JSON.stringify(name)])
}

async function readNamed<Row>(session: Session, of: Codec<Row>, ...name: readonly string[]): Promise<Row | undefined> {
  const [, row] = await together(lockName(session, ...name), readOne(session, of, ...name.slice(1)))
  return row
}

async function readOne<Row>(session: Session, of: Codec<Row>, ...key: readonly string[]): Promise<Row | undefined> {
  const [found] = await session.hot(numbered(`${selectByKey(of)} for update`), key)
  return found && of.decode(found)
}

/** Three statements, one round trip: what is read behind the lock is as it stands under the lock. */
async function readHeld(session: Session, key: OrderKey): Promise<Held | undefined> {
  const run = ({ sql, values }: Statement, lock = '') => session.hot(numbered(sql + lock), values)
  const [[found], attempts, refunds] = await together(
    run(selectOrder(key), ' for update'),
    run(selectAttempts(key)),
    run(selectRefunds(key)),
  )
  if (!found) return undefined
  const order = ORDER.decode(found)
  session.heads.set(order.id, headOf(found))
  return { order, attempts: attempts.map(ATTEMPT.decode), refunds: refunds.map(REFUND.decode) }
}

async function usage(session: Session, merchant: string, since: number, payerDigest: string | undefined): Promise<Usage> {
  const values = [merchant, since, payerDigest ?? null, payerDigest ?? null]
  const [, [paid], [back]] = await together(
    lockName(session, 'usage', merchant),
    session.hot(numbered(USAGE_PAYMENTS), values),
    session.hot(numbered(USAGE_REFUNDS), values),
  )
  return {
    payments: Number(paid?.n),
    paymentAmount: BigInt(String(paid?.amount)),
    refunds: Number(back?.n),
    refundAmount: BigInt(String(back?.amount)),
  }
}
