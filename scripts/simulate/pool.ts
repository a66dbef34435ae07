import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { SeedResult } from '../../tests/simulation/run-seed.ts'
import type { Task } from './worker.ts'

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))

/** Some processes that run seeds, each with the same planted bug or none. */
export class Pool {
  readonly #workers: ChildProcess[]
  readonly #ready: Promise<unknown>

  constructor(size: number, planted?: string) {
    const env = { ...process.env, ...(planted !== undefined && { TPKIT_PLANTED: planted }) }
    const execArgv = ['--conditions=@tpkit/source', '--disable-warning=ExperimentalWarning']
    this.#workers = Array.from({ length: size }, () => fork(WORKER, { env, execArgv }))
    this.#ready = Promise.all(this.#workers.map(started))
  }

  /** Results as they come; `goOn` is asked before each task. */
  async run(tasks: Iterable<Task>, heard: (result: SeedResult) => void, goOn: () => boolean = () => true): Promise<void> {
    await this.#ready
    const left = tasks[Symbol.iterator]()
    await Promise.all(
      this.#workers.map(async (worker) => {
        for (let next = left.next(); !next.done && goOn(); next = left.next()) heard(await answer(worker, next.value))
      }),
    )
  }

  async one(task: Task): Promise<SeedResult> {
    const heard: SeedResult[] = []
    await this.run([task], (result) => void heard.push(result))
    const [result] = heard
    if (!result) throw new Error('expected a result')
    return result
  }

  close(): void {
    for (const worker of this.#workers) worker.kill()
  }
}

function started(worker: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) =>
      reject(new Error(`expected a process that runs seeds, found that it ended with ${code} as it started; its reason is above`))
    worker.once('exit', ended)
    worker.once('message', () => {
      worker.off('exit', ended)
      resolve()
    })
  })
}

function answer(worker: ChildProcess, task: Task): Promise<SeedResult> {
  return new Promise((resolve, reject) => {
    const heard = (result: SeedResult) => {
      worker.off('exit', ended)
      resolve(result)
    }
    const ended = (code: number | null) =>
      reject(new Error(`seed ${task.seed}: expected a result, found that the process ended with ${code}`))
    worker.once('message', heard)
    worker.once('exit', ended)
    worker.send(task)
  })
}
