import type { CashierLog, CashierLogEvent } from '@tpkit/cashier'
import type { Log, LogEvent } from '@tpkit/core/ports'
import { type DestinationStream, type Level, pino } from 'pino'
import type { GatewayLog, GatewayLogEvent } from './log.ts'

export interface PinoLogOptions {
  /** Default: `info`. */
  readonly level?: Level
  /** Where lines go. Default: the process's standard output, from a buffer. */
  readonly destination?: DestinationStream
}

/** One line of JSON per event, for whichever part of the house tells it. */
export interface PinoLogs {
  readonly gateway: GatewayLog
  readonly core: Log
  readonly cashier: CashierLog
}

type AnyEvent = GatewayLogEvent | LogEvent | CashierLogEvent
type FieldOf<Event> = Event extends unknown ? keyof Event : never

export function pinoLogs({ level = 'info', destination }: PinoLogOptions = {}): PinoLogs {
  const redact = { paths: [...NEVER], censor: '[secret]' }
  const options = {
    level,
    base: null,
    redact,
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  }
  const logger = destination ? pino(options, destination) : pino(options)
  const write = (event: AnyEvent): void => logger[LEVELS[event.event] ?? levelOfStatus(event)](lineOf(event))
  return { gateway: { write }, core: { write }, cashier: { write } }
}

/**
 * The fields that an event has, and nothing besides: an object may carry more than its type says, and what is not known here is
 * not written.
 */
const FIELDS: Readonly<Record<FieldOf<AnyEvent>, true>> = {
  ...{ event: true, method: true, route: true, status: true, durationMs: true, requestId: true, traceId: true, merchant: true },
  ...{ keyId: true, address: true, code: true, why: true, by: true, account: true, what: true, lagMs: true, queued: true },
  ...{ state: true, underWay: true, during: true, name: true, verb: true, outcome: true, keys: true, accounts: true },
  ...{
    changedAccounts: true,
    methods: true,
    problems: true,
    seen: true,
    orderId: true,
    reason: true,
    endpoint: true,
    tries: true,
  },
}

/** Under these names nothing is ever told, should one come into the list above. */
const NEVER = [
  'authorization',
  'cookie',
  'key',
  'apiKey',
  'secret',
  'secrets',
  'password',
  'passphrase',
  'sign',
  'token',
  'body',
  'headers',
]

/** What looks like a secret, wherever it stands in a text: API keys, webhook secrets, keys in PEM, credentials. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\btpk_(live|test)_[0-9A-Za-z]+/g, 'tpk_$1_[secret]'],
  [/\bwhs(ec|k)_[0-9A-Za-z+/=_-]+/g, 'whs$1_[secret]'],
  [/-----BEGIN[\s\S]*/g, '[secret]'],
  [/\b(bearer|basic)\s+\S+/gi, '$1 [secret]'],
  [/\/\/[^\s/@]{1,512}@/g, '//[secret]@'],
  [/\b(sign|key|token|secret|password)=[^\s&"']+/gi, '$1=[secret]'],
]

/** A sentence is shorter; what is longer is somebody's message. */
const MOST_CHARACTERS = 500

function lineOf(event: AnyEvent): Readonly<Record<string, unknown>> {
  const fields = Object.entries(event).filter(([name]) => Object.hasOwn(FIELDS, name))
  return Object.fromEntries(fields.map(([name, value]) => [name, shown(value)]))
}

function shown(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  const short = value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS)}…` : value
  return SECRETS.reduce((text, [secret, instead]) => text.replace(secret, instead), short)
}

/** What somebody should look at. */
const LEVELS: Readonly<Partial<Record<AnyEvent['event'], Level>>> = {
  call: 'debug',
  notify: 'info',
  'notify.stranger': 'warn',
  'key.refused': 'warn',
  'rate.refused': 'warn',
  overload: 'warn',
  'connection.refused': 'debug',
  drain: 'info',
  failed: 'error',
  'trust.refreshed': 'info',
  'trust.failed': 'error',
  'config.reloaded': 'info',
  'config.refused': 'error',
  'notify.refused': 'warn',
  'notify.parked': 'warn',
  'notify.unfinished': 'warn',
  'fact.quarantined': 'error',
  'books.failed': 'error',
  'follow-up.failed': 'error',
  'breaker.moved': 'warn',
  'delivery.failed': 'warn',
  'endpoint.disabled': 'error',
}

function levelOfStatus(event: AnyEvent): Level {
  return event.event === 'request' && event.status >= 500 ? 'error' : 'info'
}
