import type { KeyObject } from 'node:crypto'
import type { HttpRequest, HttpResponse, Received } from '../contract/http.ts'
import type { Manifest, Verb } from '../contract/manifest.ts'
import type { Outcome } from '../contract/outcome.ts'
import type { AccountKeys } from '../contract/plugin.ts'
import type { AbilityExchanges, Evidence, Exchange, Finding, Moment, Protocol } from '../contract/protocol.ts'
import type { Ability, Scene } from '../contract/scene.ts'
import type { Download, EmptyDay, StatementRow } from '../contract/statement.ts'
import type { CallOptions } from '../contract/tp.ts'
import { isTPError, type TPError, tpError } from '../errors.ts'
import type { Clock, Connection, KeyRing, Log, Random, Recorder, SendLimits, Signer, Unpack } from '../ports.ts'
import type { Source } from './asked-rarely.ts'
import { checkOptions } from './check-options.ts'
import { checkReceived } from './check-received.ts'
import { drive, type World } from './drive.ts'
import { type Ending, outcomeOf, readingOf } from './judge.ts'
import { TrustRing } from './key-ring.ts'
import { nonce } from './nonce.ts'
import { record } from './record.ts'
import { type Scrubber, scrubber } from './scrub.ts'
import { readStatement } from './statement.ts'
import { unheard } from './unheard.ts'

/** The world of one account. */
export interface TPOptions<S extends Scene, A extends Ability> {
  /** The account's name in the configuration; for logs and recordings. */
  readonly account: string
  readonly protocol: Protocol<S, A>
  readonly keys: AccountKeys
  readonly connection: Connection
  readonly clock: Clock
  readonly random: Random
  readonly signer: Signer
  readonly unpack: Unpack
  readonly keyRing: KeyRing
  readonly log: Log
  readonly recorder?: Recorder
}

/** A protocol seen from inside core: every scene, perhaps an ability. The manifest says which, at run time. */
export type AnyProtocol = Protocol<Scene> & Partial<AbilityExchanges>

/** What the caller called. */
type Call = Verb | Ability

/** Starts an exchange; checks of the command belong before the first yield. */
type Start<Reply> = (at: Moment) => Exchange<Reply>

/** Runs the exchanges of one account and turns their endings into outcomes and values. */
export class Driver {
  readonly trust: TrustRing
  readonly #options: Omit<TPOptions<Scene, never>, 'protocol'>
  readonly #manifest: Manifest
  readonly #scrub: Scrubber

  constructor(options: Omit<TPOptions<Scene, never>, 'protocol'>, protocol: AnyProtocol) {
    const { account, random, keys, keyRing } = options
    const log: Log = { write: (event) => unheard(() => options.log.write(event)) }
    const clock = checkedClock(options.clock)
    this.#options = { ...options, log, clock }
    this.#manifest = protocol.manifest
    this.#scrub = scrubber(keys.secrets ?? [], protocol.manifest.sensitiveFields)
    const learn = protocol.trust
    this.trust = new TrustRing({
      account,
      clock,
      random,
      log,
      pinned: keys.pinned ?? {},
      pinnedOnly: keys.pinnedOnly ?? [],
      store: keyRing,
      ...(learn && {
        learn: (wanted) => this.#read((at) => learn(at, wanted), undefined, { verb: 'trust', refresh: false }),
      }),
    })
  }

  async write<Done>(verb: Call, call: CallOptions | undefined, start: Start<Finding<Done, Evidence>>): Promise<Outcome<Done>> {
    checkOptions(call)
    const startedMs = this.#options.clock.nowMs()
    const judged = { verb, manifest: this.#manifest, afterUnknown: call?.afterUnknown === true }
    const outcome = await this.#told(verb, startedMs, async () =>
      outcomeOf(await this.#run(start, call, { verb, mayWrite: true }), judged),
    )
    this.#tell(verb, outcome.kind, startedMs, outcome.kind === 'done' ? undefined : outcome.failure.code)
    return outcome
  }

  read<Reply>(verb: Call, call: CallOptions | undefined, start: Start<Reply>): Promise<Reply> {
    return this.#read(start, call, { verb })
  }

  async *statement(call: CallOptions | undefined, start: Start<Download | EmptyDay>): AsyncGenerator<StatementRow> {
    const source = await this.read('statement', call, start)
    const { connection, unpack } = this.#options
    yield* readStatement(source, { connection, unpack, limits: this.#limits(call) })
  }

  checkSize(received: Received): void {
    checkReceived(received, this.#manifest.limits.maxMessageBytes)
  }

  async #read<Reply>(start: Start<Reply>, call: CallOptions | undefined, how: How): Promise<Reply> {
    checkOptions(call)
    const { verb } = how
    const startedMs = this.#options.clock.nowMs()
    const reply = await this.#told(verb, startedMs, async () =>
      readingOf(await this.#run(start, call, how), { verb, manifest: this.#manifest }),
    )
    this.#tell(verb, 'read', startedMs)
    return reply
  }

  async #run<Reply>(start: Start<Reply>, call: CallOptions | undefined, how: How): Promise<Ending<Reply>> {
    const { clock, random } = this.#options
    const at: Moment = { nowMs: clock.nowMs(), nonce: (length) => nonce(random, length) }
    return drive(start(at), this.#world(how), this.#limits(call))
  }

  #world({ verb, mayWrite = false, refresh = true }: How): World {
    const { account, connection, clock, signer, keys, recorder } = this.#options
    return {
      connection,
      clock,
      signer,
      mayWrite,
      privateKey: (name) => privateKey(keys, name),
      // A trust exchange that asked for a refresh would wait for itself.
      publicKeys: () => this.trust.all(),
      publicKey: (id) => (refresh ? this.trust.find(id, sourceOf(verb)) : Promise.resolve(this.trust.known(id))),
      recorded: (request: HttpRequest, answer: Omit<HttpResponse, 'nowMs'> | TPError) => {
        if (recorder) unheard(() => record(recorder, { account, verb }, this.#scrub, request, answer))
      },
    }
  }

  #limits({ signal }: CallOptions = {}): SendLimits {
    const { timing, limits } = this.#manifest
    return { timeoutMs: timing.callTimeoutMs, maxBytes: limits.maxMessageBytes, ...(signal && { signal }) }
  }

  async #told<Reply>(verb: Call, startedMs: number, work: () => Promise<Reply>): Promise<Reply> {
    try {
      return await work()
    } catch (error) {
      this.#tell(verb, 'threw', startedMs, isTPError(error) ? error.code : 'INTERNAL')
      throw error
    }
  }

  #tell(verb: Call, outcome: string, startedMs: number, code?: string): void {
    const { account, clock, log } = this.#options
    unheard(() =>
      log.write({ event: 'call', account, verb, outcome, durationMs: clock.nowMs() - startedMs, ...(code && { code }) }),
    )
  }
}

/** How an exchange is run. */
interface How {
  readonly verb: Call
  readonly mayWrite?: boolean
  readonly refresh?: boolean
}

/** Anybody can call the address of a notify, and open that of a return; what answers a call of ours came over it. */
function sourceOf(verb: Call): Source {
  return verb === 'notify' || verb === 'verifyReturn' ? 'message' : 'answer'
}

/** Every wait and every expiry is counted from it: nonsense would make one that never ends. */
export function checkedClock(clock: Clock): Clock {
  return {
    nowMs: () => {
      const now: unknown = clock.nowMs()
      if (typeof now === 'number' && Number.isFinite(now)) return now
      throw tpError('INTERNAL', `CLOCK: expected milliseconds since 1970, found ${typeof now}; mend the module that binds it`)
    },
  }
}

function privateKey(keys: AccountKeys, name: string): KeyObject {
  const found = keys.privateKeys?.[name]
  if (found) return found
  throw tpError('CONFIG', `sign: expected a private key named "${name}" in the account, found none`)
}
