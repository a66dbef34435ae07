/** `npm run bench [-- notifies]`: ratios within one run; the figures are this machine's. */
import { type SettleRate, settleRates, withFiles, withPostgres } from './bench/settle.ts'

const NOTIFIES = Number(process.argv[2] ?? 1920)

await withFiles((newLedger) => table('SQLite, on the disk at every commit', NOTIFIES, newLedger))
await withPostgres((newLedger) => table('PostgreSQL on the same machine', Math.ceil(NOTIFIES / 3), newLedger))

async function table(title: string, notifies: number, newLedger: () => Promise<string>): Promise<void> {
  console.log(`settle on ${title} (${notifies} notifies per row)`)
  console.log('callers  commits    settles/s  CPU µs/settle  ratio')
  let each: SettleRate | undefined
  for await (const row of settleRates(notifies, newLedger)) {
    console.log(shown(row, row.how === 'shared' ? each : undefined))
    each = row
  }
}

function shown({ callers, how, perSecond, cpuMicroseconds }: SettleRate, each: SettleRate | undefined): string {
  const ratio = each ? `${(perSecond / each.perSecond).toFixed(1)}×` : ''
  return `${String(callers).padStart(7)}  ${how.padEnd(9)}  ${perSecond.toFixed(0).padStart(9)}  ${cpuMicroseconds.toFixed(0).padStart(13)}  ${ratio}`
}
