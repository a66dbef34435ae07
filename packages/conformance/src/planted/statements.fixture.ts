import type { Download, EmptyDay, Exchange, StatementRow } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { onProtocol, onTP, type Plant } from './plant.fixture.ts'

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
    mistake: 'asks for the statement of a day that is not over',
    law: 'statement-day-is-checked-first',
    says: /nothing to be sent for the day "2026-11-23"/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        statement: (query, at) => protocol.statement(query, { ...at, nowMs: at.nowMs + 3 * 86_400_000 }),
      })),
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
