import { type Fact, type Failure, failureOf, isTPError } from '@tpkit/core'
import type { DifferenceRow, StatementDayRow } from '../books/rows.ts'
import { readStatementDay, type Work, write } from '../books/work.ts'
import type { Reconciliation } from '../cashier.ts'
import type { Ids } from '../ids.ts'
import type { CashierPorts } from '../ports.ts'
import type { Booker } from './booker.ts'
import { around, dayOf, spanOf } from './day.ts'
import { close, differenceId, open } from './differences.ts'
import { type Line, unfolded } from './line.ts'
import { missingThere } from './missing-there.ts'
import { type Ours, type Owed, oursOf } from './ours.ts'
import { type FileRead, readFile } from './read-file.ts'
import type { Run, StatementWallets } from './run.ts'
import { recordShown, type Taken, takeLine } from './take-line.ts'

type ReconcilePorts = Pick<CashierPorts, 'books' | 'clock' | 'settings'> & { readonly wallets: StatementWallets }

interface Desk {
  readonly ports: ReconcilePorts
  readonly run: Run
  readonly booker: Booker
}

/** Works that share a commit. */
const BATCH = 100

/**
 * Holds one account's books against the wallet's statement of a Beijing day: settles what a line proves, opens a difference for
 * the rest. Nothing is booked before the whole file was read and its digest and totals hold. Repeating it changes nothing.
 *
 * @throws `TPError` `INVALID` for what is no day or not yet one, `UNSUPPORTED` for an account without statements, `UNAUTHORIZED`
 * or `CONFIG` where the wallet does not let us have it.
 */
export function reconciler(
  ports: ReconcilePorts,
  ids: Ids,
  booker: Booker,
): (account: string, day: string) => Promise<Reconciliation> {
  return async (account, day) => {
    const span = spanOf(day)
    const { manifest, payee, merchant, statement } = ports.wallets.account(account)
    const currency = manifest.limits.currencies[0] ?? 'CNY'
    const ours = await oursOf(ports.books, account, around(span))
    const file = await fileOr(() => readFile(statement({ day, kind: 'trade' }), { ours, payee, span, currency }))
    if ('failure' in file) return { ...file, account, day, lines: 0, equal: 0, settled: 0, differences: [] }
    const run: Run = { account, merchant, day, span, now: ports.clock.nowMs(), ids, ports }
    return settled({ ports, run, booker }, file, ours)
  }
}

/** Which failures mean that there is no file to be had now, and which that the file is not to be believed. */
const ABSENT: readonly string[] = ['NOT_FOUND', 'UNAVAILABLE', 'TIMEOUT', 'RATE']
const REFUSED: readonly string[] = ['MALFORMED', 'UNVERIFIED', 'LIMIT']

type Unread = { readonly kind: 'absent' | 'refused'; readonly failure: Failure }

async function fileOr(read: () => Promise<FileRead>): Promise<FileRead | Unread> {
  try {
    return await read()
  } catch (error) {
    if (!isTPError(error)) throw error
    if (ABSENT.includes(error.code)) return { kind: 'absent', failure: failureOf(error) }
    if (REFUSED.includes(error.code)) return { kind: 'refused', failure: failureOf(error) }
    throw error
  }
}

async function settled(desk: Desk, file: FileRead, ours: Ours): Promise<Reconciliation> {
  const { run, ports } = desk
  const take = (kind: Fact['kind']) => inBatches(desk, odd(file, kind), (line) => takeLine(unfolded(line), run, desk.booker))
  // A refund's line proves nothing before its payment's has.
  const taken = [...(await take('payment')), ...(await take('refund'))]
  const found = await inBatches(desk, file.findings, (finding) => open(finding, run))
  await inBatches(desk, file.elsewhere, (owed) => shownHere(owed, run))
  const unseen = [...ours.payments.values(), ...ours.refunds.values()].filter(({ seen }) => !seen)
  const missing = await inBatches(desk, unseen, (owed) => missingThere(owed, run))
  const differences = await closeTheRest(desk, new Set([...taken.map((one) => one.open), ...found, ...missing]))
  // The last write of a run: a neighbour day takes this one for read only when all of it was.
  const statement = await ports.books.transact(() => keepDay(file, run))
  const count = (kind: Taken['kind']) => taken.filter((one) => one.kind === kind).length
  const { account, day } = run
  const figures = { lines: file.rows, equal: file.equal + count('equal'), settled: count('settled') }
  return { kind: 'done', account, day, statement, ...figures, differences }
}

function odd(file: FileRead, kind: Fact['kind']): readonly Line[] {
  return file.odd.filter(({ fact }) => fact.kind === kind)
}

/** The day's figures; the same file again leaves them as they are. */
function* keepDay({ digest, rows, totals }: FileRead, { account, day, now }: Run): Work<StatementDayRow> {
  const held = yield* readStatementDay(account, day)
  if (held?.digest === digest) return held
  const row: StatementDayRow = { account, day, digest, rows, ...totals, at: now }
  yield* write([{ put: 'statement', row }])
  return row
}

/** Another day's, shown here: where that day missed it, it misses it no more. */
function* shownHere(owed: Owed, run: Run): Work<void> {
  const { outTradeNo, outRefundNo, orderId } = owed
  const about = { outTradeNo, ...(outRefundNo !== undefined && { outRefundNo }), orderId }
  yield* recordShown(about, run)
  const kind = outRefundNo === undefined ? 'missing-there' : 'refund-missing-there'
  yield* close(differenceId(run.account, dayOf(owed.at), { ...about, kind }), run)
}

/** What stands open and was not found again is closed. Answers what stands open now. */
async function closeTheRest(desk: Desk, found: ReadonlySet<string | undefined>): Promise<readonly DifferenceRow[]> {
  const { account, day } = desk.run
  const before = await desk.ports.books.read.differences({ account, day, open: true })
  await inBatches(
    desk,
    before.filter(({ id }) => !found.has(id)),
    ({ id }) => close(id, desk.run),
  )
  return before.filter(({ id }) => found.has(id))
}

async function inBatches<Item, Result>(
  { ports }: Desk,
  items: readonly Item[],
  work: (item: Item) => Work<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (let at = 0; at < items.length; at += BATCH) {
    const batch = items.slice(at, at + BATCH)
    results.push(...(await Promise.all(batch.map((item) => ports.books.transact(() => work(item))))))
  }
  return results
}
