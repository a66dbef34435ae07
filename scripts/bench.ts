/** `npm run bench [-- notifies [settle|notify]]`: ratios within one run; the figures are this machine's. */
import { givenFiles, givenPostgres } from './bench/notify/given.ts'
import { WARM_UP } from './bench/notify/run.ts'
import { notifyTable } from './bench/notify/table.ts'
import { type SettleRate, settleRates, withFiles, withPostgres } from './bench/settle.ts'

const [count = '1920', only] = process.argv.slice(2)
const NOTIFIES = Number(count)
const FILES = 'SQLite, on the disk at every commit'
const SERVER = 'PostgreSQL on the same machine'

if (only !== 'notify') {
  await withFiles((newLedger) => table(FILES, NOTIFIES, newLedger))
  await withPostgres((newLedger) => table(SERVER, Math.ceil(NOTIFIES / 3), newLedger))
}
if (only !== 'settle') {
  await givenFiles(WARM_UP + Math.ceil(NOTIFIES / 2), (given) =>
    notifyTable(FILES, ['hand-written', 'hand-written, shared commits', 'gateway'], given),
  )
  await givenPostgres(WARM_UP + Math.ceil(NOTIFIES / 4), (given) => notifyTable(SERVER, ['hand-written', 'gateway'], given))
}

async function table(title: string, notifies: number, newLedger: () => Promise<string>): Promise<void> {
  console.log(`\nsettle on ${title} (${notifies} notifies per row)`)
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
