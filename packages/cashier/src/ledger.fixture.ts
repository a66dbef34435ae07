import { type Ledger, openLedger } from '@tpkit/ledger'

/** New books: in memory, or a database of their own on the server that the test run started. */
export async function newBooks(address?: string): Promise<Ledger> {
  const turn = { soon: (callback: () => void) => void setImmediate(callback) }
  return openLedger(address ?? (await newAddress()), { turn })
}

async function newAddress(): Promise<string> {
  const door = process.env.TPKIT_TEST_LEDGERS
  if (door === undefined) return 'sqlite::memory:'
  const answer = await fetch(door)
  const text = await answer.text()
  if (!answer.ok) throw new Error(`expected new books, found: ${text}`)
  return text
}
