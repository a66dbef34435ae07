/** What docs/write-a-provider.md says of a scripted wallet, held against the types. */
import { expect, it } from 'vitest'
import { readPage, tableRows } from './pages.ts'

const page = readPage('docs/write-a-provider.md')
const script = readPage('packages/conformance/src/scripted/script.ts')
const wallet = readPage('packages/core/src/contract/wallet.ts')

/** The words between back-ticks of a column, row by row. */
const column = (heading: RegExp, index: number): readonly (readonly string[])[] =>
  tableRows(page, heading)
    .slice(1)
    .map((row) => [...(row[index] ?? '').matchAll(/`([^`]+)`/g)].map(([, word = '']) => word))
const names = (heading: RegExp): readonly string[] => column(heading, 0).flat()

/** The members of an interface, `?` and all, less those of what it extends. */
function membersOf(source: string, name: string): readonly string[] {
  const text = new RegExp(`interface ${name}\\b[^{]*\\{([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? ''
  return [...text.matchAll(/^ {2}readonly (\w+\??):/gm)].map(([, member = '']) => member)
}

const fields = (name: string): readonly string[] => membersOf(script, name).filter((each) => !['call', 'mchId'].includes(each))

it('has every function of a script', () => {
  expect(names(/What a script is handed/)).toEqual(membersOf(script, 'WalletScript').map((name) => name.replace('?', '')))
})

it('has every call and its fields', () => {
  const about = fields('AskedAbout')
  expect(Object.fromEntries(column(/^### Asked/, 0).map(([call], row) => [call, column(/^### Asked/, 1)[row]]))).toEqual({
    ...{ pay: fields('AskedPay'), query: about, close: about, reverse: about },
    ...{ refund: [...about, ...fields('AskedRefund')], queryRefund: [...about, ...fields('AskedRefundQuery')] },
    ...{ statement: fields('AskedStatement'), probe: [] },
  })
})

it('has everything that the books say, and every reason to refuse', () => {
  const said = /type Said =([\s\S]*?)\n\n/.exec(script)?.[1] ?? ''
  expect(names(/^### Said/)).toEqual([...said.matchAll(/kind: '(\w+)'/g)].map(([, kind]) => kind))
  const reasons = /type Reason =([\s\S]*?)\n\n/.exec(script)?.[1] ?? ''
  expect(names(/^### Reason/)).toEqual([...reasons.matchAll(/'([\w-]+)'/g)].map(([, reason]) => reason))
  expect(column(/^### Said/, 2).find((row) => row.includes('payments'))).toEqual(membersOf(script, 'DayLines'))
})

it.each([
  ['ScriptedOrder', 'BookedOrder'],
  ['ScriptedRefund', 'BookedRefund'],
])('has every field of a %s', (name, booked) => {
  const all = new Set([...membersOf(wallet, booked), ...membersOf(script, name)])
  expect(names(new RegExp(`^### ${name}$`))).toEqual([...all])
})
