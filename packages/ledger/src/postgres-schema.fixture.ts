/** Brings the schema of a database up, and ends. */
import { openLedger } from './open.ts'

const [address = ''] = process.argv.slice(2)
const ledger = await openLedger(address, { turn: { soon: setImmediate } })
await ledger.close()
