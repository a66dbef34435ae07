import { createTP, type Download, type EmptyDay, type Exchange, type Scene, type StatementRow } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { type Healthy, onProtocol, onTP, type Plant } from './plant.fixture.ts'

const DAY_MS = 86_400_000

/** Statements. */
export const statementPlants: readonly Plant[] = [
  {
    mistake: 'reads the payments of a day, and no refunds',
    law: 'statement-tells-the-books',
    says: /one line for \w+, found \[\]/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        async *statement(query, options) {
          for await (const row of tp.statement(query, options)) if (row.fact?.kind !== 'refund') yield row
        },
      })),
  },
  {
    mistake: 'does not compare the totals of a statement with its lines',
    law: 'edited-statement-throws',
    also: ['unproven-faults-stay-unknown'],
    says: /a statement with(out)? .* to throw at its end/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        *statement(query, at) {
          return yield* onFile(protocol.statement(query, at), (file) => ({
            reader: { line: file.reader.line, end: () => ({ rows: file.reader.end().rows }) },
          }))
        },
      })),
  },
  {
    mistake: 'takes a message in the place of a file for an empty day',
    law: 'statement-error-is-not-an-empty-day',
    also: ['unproven-faults-stay-unknown'],
    says: /a statement to throw after an HTML page with status 200/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        *statement(query, at) {
          return yield* onFile(protocol.statement(query, at), (file) => ({
            refuse: (head) => (file.refuse?.(head) ? { kind: 'empty' } : undefined),
          }))
        },
      })),
  },
  {
    mistake: 'takes an empty day for a failure',
    law: 'empty-day-is-empty',
    says: /expected a call to succeed on the way, found NOT_FOUND/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        async *statement(query, options) {
          let rows = 0
          for await (const row of tp.statement(query, options)) {
            rows += 1
            yield row
          }
          if (rows === 0) throw tpError('NOT_FOUND', 'statement: expected lines, found none')
        },
      })),
  },
  {
    mistake: 'takes the line of a reversal for a refund',
    law: 'statement-tells-the-books',
    says: /a line that says paid and one that says reversed for \w+, and no refund of it/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        async *statement(query, options) {
          for await (const row of tp.statement(query, options)) yield asRefund(row)
        },
      })),
  },
  {
    mistake: 'takes "not ready yet" for an empty day',
    law: 'statement-error-is-not-an-empty-day',
    says: /the sale, or an error, from the statement of a day that is not over/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        *statement(query, at) {
          return yield* onFile(protocol.statement(query, at), (file) => ({
            refuse: (head) => (Buffer.from(head).includes(bench.inside.codes.notReady) ? { kind: 'empty' } : file.refuse?.(head)),
          }))
        },
      })),
  },
  {
    mistake: 'asks for the statement of a day that is not over',
    law: 'statement-day-is-checked-first',
    says: /nothing to be sent for a day that is not over \("2026-11-23"\)/,
    plant: (bench) => askingAnyDay(bench, { aheadMs: 3 * DAY_MS }),
  },
  {
    mistake: 'asks for the statement of a day as soon as it is over',
    law: 'statement-day-is-checked-first',
    says: /nothing to be sent for a day that is not ready yet \("2026-11-23"\)/,
    plant: (bench) => askingAnyDay(bench, { readyAfterMs: 0 }),
  },
  {
    mistake: 'asks for statements of any age',
    law: 'statement-day-is-checked-first',
    says: /nothing to be sent for a day that is not kept any more/,
    plant: (bench) => askingAnyDay(bench, { keptDays: 36_500 }),
  },
  {
    mistake: 'splits the lines of a statement at every comma',
    law: 'statement-names-shift-nothing',
    says: /one line that binds for the name Tea, green/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        async *statement(query, options) {
          for await (const row of tp.statement(query, options)) yield shifted(row)
        },
      })),
  },
]

/** Statements are read by a TP that has another clock or other times of statements; a day that the protocol looks at is always over. */
function askingAnyDay<S extends Scene>(
  bench: Healthy<S>,
  { aheadMs = 0, ...times }: { readonly aheadMs?: number; readonly readyAfterMs?: number; readonly keptDays?: number },
): ReturnType<typeof onTP<S>> {
  const { protocol, keys } = bench.account
  const { manifest } = protocol
  const { statement = { readyAfterMs: 0, keptDays: 90 }, ...timing } = manifest.timing
  const asking: typeof protocol = {
    ...protocol,
    manifest: { ...manifest, timing: { ...timing, statement: { ...statement, ...times } } },
    statement: (query, at) => protocol.statement(query, { ...at, nowMs: Date.parse(query.day) + 2 * DAY_MS }),
  }
  return onTP(bench, (_tp, doors) => {
    const clock = { nowMs: () => doors.clock.nowMs() + aheadMs }
    return { statement: createTP({ ...doors, clock, keys, protocol: asking }).statement }
  })
}

function* onFile(
  exchange: Exchange<Download | EmptyDay>,
  change: (file: Download) => Partial<Download>,
): Exchange<Download | EmptyDay> {
  const source = yield* exchange
  return source.kind === 'download' ? { ...source, ...change(source) } : source
}

/** What stood behind a comma moved one column on. */
function shifted(row: StatementRow): StatementRow {
  const { fact } = row
  const comma = Object.values(row.columns).some((text) => text.includes(','))
  if (!comma || fact?.kind !== 'payment' || fact.status !== 'paid') return row
  return { ...row, fact: { ...fact, total: { ...fact.total, amount: fact.total.amount * 10n } } }
}

function asRefund(row: StatementRow): StatementRow {
  const { fact } = row
  if (fact?.kind !== 'payment' || fact.status !== 'reversed') return row
  const { outTradeNo, source, raw } = fact
  return { ...row, fact: { kind: 'refund', status: 'refunded', outTradeNo, outRefundNo: outTradeNo, source, raw } }
}
