/** Writes orders until somebody kills it, and says which of them are committed. */
import { openLedger } from '../open.ts'
import { opened, put } from './books.fixture.ts'

const ledger = await openLedger(`sqlite:${process.argv[2]}`, { turn: { soon: (callback) => void setImmediate(callback) } })

async function writer(name: string): Promise<void> {
  for (let count = 0; count < 100_000; count += 1) {
    await put(ledger, opened(`${name}-${count}`))
    process.stdout.write(`${name}-${count}\n`)
  }
}

await Promise.all(['a', 'b', 'c', 'd'].map(writer))
