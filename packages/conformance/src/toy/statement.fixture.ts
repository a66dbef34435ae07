import type { Download, Fact } from '@tpkit/core'
import { fail, tpError } from '@tpkit/core/errors'
import { paymentFact, refundFact } from './reading.fixture.ts'
import type { Fields } from './wire.fixture.ts'

const PAYMENT = ['shop', 'number', 'state', 'amount', 'currency', 'attach', 'payment', 'given', 'paid', 'subject']
const REFUND = ['shop', 'number', 'refund', 'id', 'part', 'currency', 'state']

/** Reads the file line by line and keeps count, to compare with the last line. */
export function statementReader(): Pick<Download, 'reader' | 'refuse'> {
  const seen = { rows: 0, sums: { P: 0n, R: 0n }, totals: '' }
  const line = (text: string) => {
    const [kind = '', ...values] = text.split('\t')
    if (kind === 'T') seen.totals += values.join()
    if (kind !== 'P' && kind !== 'R') return undefined
    const columns = fieldsOf(kind === 'P' ? PAYMENT : REFUND, values)
    seen.rows += 1
    seen.sums[kind] += BigInt(columns[kind === 'P' ? 'amount' : 'part'] ?? 0)
    return { fact: factOf(kind, columns), columns }
  }
  const end = () => {
    const counted = [seen.rows, seen.sums.P, seen.sums.R].join()
    return { rows: seen.rows, ...(seen.totals !== counted && { mismatch: `counted ${counted}, found ${seen.totals}` }) }
  }
  return { reader: { line, end }, refuse: (head) => (isFile(head) ? undefined : fail('UNAVAILABLE', 'ToyPay sent no file')) }
}

function isFile(head: Uint8Array): boolean {
  return /^[PRT]\t/.test(new TextDecoder().decode(head))
}

function fieldsOf(names: readonly string[], values: readonly string[]): Fields {
  if (values.length !== names.length) throw tpError('MALFORMED', `line: expected ${names.length} values, found ${values.length}`)
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
}

function factOf(kind: 'P' | 'R', columns: Fields): Fact {
  const { number = '', refund = '' } = columns
  return kind === 'P' ? paymentFact(columns, number, 'statement') : refundFact(columns, number, refund, 'statement')
}
