export type { Ledger } from './ledger.ts'
export { type OpenLedgerOptions, openLedger } from './open.ts'
