/** The notify path over HTTP, side by side with a hand-written server that does the same reads and writes. */
import type { Given } from './given.ts'
import { type Figures, figures, type ServerName, WARM_UP } from './run.ts'
import { rowsOf } from './same-rows.ts'

const CALLERS = [1, 16, 64] as const
/** In turn, so that a machine that gets slower does so for all. */
const ROUNDS = 3

export async function notifyTable(title: string, servers: readonly ServerName[], given: Given): Promise<void> {
  console.log(`\nnotify over HTTP on ${title} (median of ${ROUNDS} runs of ${given.bodies.length - WARM_UP} notifies)`)
  console.log('callers  server                        notifies/s  CPU µs/notify  ratio  limited by')
  for (const callers of CALLERS) {
    const rounds: (readonly Figures[])[] = []
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await oneRound(servers, given, callers))
    for (const [at, name] of servers.entries()) console.log(shown(callers, name, rounds, at))
  }
}

async function oneRound(servers: readonly ServerName[], { task, bodies }: Given, callers: number): Promise<readonly Figures[]> {
  const found: Figures[] = []
  const left = new Set<string>()
  for (const name of servers) {
    const given = await task()
    found.push(await figures(name, given, bodies, callers))
    left.add(await rowsOf(given.ledger))
  }
  if (left.size > 1) throw new Error(`expected the same rows of every server (${servers.join('; ')}), found others`)
  return found
}

/** The ratio is of each round's pair: above 1 it is faster than the first server. */
function shown(callers: number, name: string, rounds: readonly (readonly Figures[])[], at: number): string {
  const own = rounds.flatMap((round) => round[at] ?? [])
  const [perSecond, cpu] = [median(own.map((one) => one.perSecond)), median(own.map((one) => one.cpuMicroseconds))]
  const ratio = median(rounds.map((round) => (round[at]?.perSecond ?? 0) / (round[0]?.perSecond ?? 1)))
  const busy = (perSecond * cpu) / 1e6
  // What is not its own processor's time it waits for: the disk or the database, and whoever else uses the machine.
  const limit = busy > 0.75 ? 'its processor' : `waiting (its processor: ${Math.round(busy * 100)} %)`
  const columns = [String(callers).padStart(7), name.padEnd(28), perSecond.toFixed(0).padStart(10), cpu.toFixed(0).padStart(13)]
  return [...columns, (at === 0 ? '' : `${ratio.toFixed(2)}×`).padStart(6), limit].join('  ')
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
