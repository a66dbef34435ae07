import type { Container } from 'inversify'
import { ConfigError } from '../config/problem.ts'
import { type ConfigWorld, readConfig } from '../config/read-config.ts'
import { isTPError, tpError } from '../errors.ts'
import type { Log, LogEvent } from '../ports.ts'
import { unheard } from '../tp/unheard.ts'
import { buildGeneration } from './build.ts'
import type { Generation } from './generation.ts'
import { difference, reloadProblems } from './reload-rules.ts'
import { LOG } from './tokens.ts'
import type { Reloaded } from './tpkit.ts'

/** The generation that stands, those that only finish their calls, and the way from one to the next. */
export class Generations {
  readonly #ports: Container
  readonly #world: ConfigWorld
  readonly #log: Log
  readonly #busy: () => Promise<readonly string[]>
  #now: Generation
  /** Superseded, with calls in flight. */
  #leaving: readonly Generation[] = []
  /** One reload at a time, so that the last content of the file wins. */
  #queue: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(ports: Container, world: ConfigWorld, first: Generation, busy: () => Promise<readonly string[]> = async () => []) {
    this.#ports = ports
    this.#world = world
    this.#log = ports.get(LOG)
    this.#now = first
    this.#busy = busy
  }

  get now(): Generation {
    return this.#now
  }

  /** Rejects with `CONFIG`; what stands then stays. */
  reload(): Promise<Reloaded> {
    const reloaded = this.#queue.then(() => this.#reload())
    this.#queue = reloaded.catch(() => undefined)
    return reloaded
  }

  /** Once a reload under way has ended: what it builds must not be left open. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#queue
    await Promise.all([this.#now, ...this.#leaving].map((generation) => generation.close()))
    await this.#ports.unbindAllAsync()
  }

  async #reload(): Promise<Reloaded> {
    try {
      const next = await this.#next()
      const value = difference(this.#now, next)
      this.#leaving = [...this.#leaving.filter(({ closed }) => !closed), this.#now]
      this.#now.supersede()
      this.#now = next
      const { size } = next.accounts
      const changedAccounts = value.accounts.changed.length
      this.#tell({ event: 'config.reloaded', accounts: size, changedAccounts, methods: next.methods.size })
      return value
    } catch (error) {
      const code = isTPError(error) ? error.code : 'INTERNAL'
      this.#tell({ event: 'config.refused', code, problems: error instanceof ConfigError ? error.problems.length : 1 })
      throw error
    }
  }

  #tell(event: LogEvent): void {
    unheard(() => this.#log.write(event))
  }

  async #next(): Promise<Generation> {
    this.#refuseClosed()
    if (!this.#world.settings.watch) {
      throw tpError(
        'CONFIG',
        'reload: expected a configuration that can be read again (YAML or JSON), found one that cannot; restart',
      )
    }
    const reading = await readConfig(this.#world)
    const busy = await this.#busy()
    const next = await buildGeneration(this.#ports, reading, (built) => reloadProblems(this.#now, built, busy))
    if (this.#closed) await next.close()
    this.#refuseClosed()
    return next
  }

  #refuseClosed(): void {
    if (this.#closed) throw tpError('CONFIG', 'reload: expected tpkit open, found it closed; load it again')
  }
}
