import { createHmac, hash } from 'node:crypto'
import { canonicalText, equalInConstantTime, type Fields } from '@tpkit/wire'
import type { Doubts } from './doubts.ts'
import { TRIED } from './inspect-tried.ts'
import { UNDO } from './inspect-undo.ts'
import type { Cause } from './inspect-words.ts'

type Algorithm = Doubts['signType']

/** One mistake and nothing else: what is signed by whoever makes it. */
interface Trial {
  readonly cause: () => Cause
  /** Before the key. */
  readonly text: string
  readonly spell?: (key: string) => string
  readonly join?: (text: string, key: string) => string
  readonly algorithm?: Algorithm
  readonly encoding?: 'utf8' | 'latin1'
}

/** What a message is and how the account verifies it. */
export interface Question {
  readonly fields: Fields
  readonly bytewise?: Fields
  readonly keys: readonly string[]
  readonly algorithm: Algorithm
  readonly mchId: string
  readonly appId?: string
}

/** A real notify has some twenty. Bounds the work: each trial reads the whole message. */
export const MOST_FIELDS = 64

/** The one mistake that explains the signature, where there is one. The work is bounded: at most `MOST_FIELDS` fields are tried. */
export function explained(question: Question): Cause | undefined {
  const { fields, keys, algorithm } = question
  const found = (fields.sign ?? '').trim().toLowerCase()
  for (const trial of trials(question)) {
    if (keys.some((key) => equalInConstantTime(signatureBy(trial, key, algorithm), found))) return trial.cause()
  }
  return undefined
}

function signatureBy(trial: Trial, key: string, usual: Algorithm): string {
  const { text, spell = same, join = joined, algorithm = usual, encoding = 'utf8' } = trial
  const used = spell(key)
  const bytes = Buffer.from(join(text, used), encoding)
  return algorithm === 'MD5' ? hash('md5', bytes, 'hex') : createHmac('sha256', used).update(bytes).digest('hex')
}

const same = (key: string) => key
const joined = (text: string, key: string) => `${text}&key=${key}`

function* trials(question: Question): Generator<Trial> {
  const { fields, bytewise, algorithm } = question
  const text = canonicalText(fields)
  yield { cause: TRIED.signSpace, text }
  const other = algorithm === 'MD5' ? 'HMAC-SHA256' : 'MD5'
  yield { cause: () => TRIED.algorithm(other), text, algorithm: other }
  if (bytewise) yield { cause: TRIED.gbk, text: canonicalText(bytewise), encoding: 'latin1' }
  yield* keyTrials(text)
  yield* pickTrials(fields)
  yield* valueTrials(fields)
  yield* missingTrials(question)
}

/** The key, spoilt on either side. */
function* keyTrials(text: string): Generator<Trial> {
  for (const [how, spell] of KEY_SPELLINGS) yield { cause: () => TRIED.key(how), text, spell }
  yield { cause: TRIED.suffix, text, join: (all, key) => all + key }
  yield { cause: TRIED.suffix, text, join: (all, key) => `${all}&${key}` }
  yield { cause: TRIED.noKey, text, join: (all) => all, algorithm: 'MD5' }
  yield { cause: TRIED.noKey, text, spell: () => '' }
}

const KEY_SPELLINGS: readonly (readonly [how: string, spell: (key: string) => string])[] = [
  ['without white space around it', (key) => key.replace(/^[\s\ufeff]+|[\s\ufeff]+$/g, '')],
  ['without quotes', (key) => key.replace(/^(["'])(.*)\1$/s, '$2')],
  ['with LF behind', (key) => `${key}\n`],
  ['with CR LF behind', (key) => `${key}\r\n`],
  ['with a space behind', (key) => `${key} `],
  ['with a space before', (key) => ` ${key}`],
  ['in quotes', (key) => `"${key}"`],
  ['its first 32 characters', (key) => key.slice(0, 32)],
  ['its last character cut off', (key) => key.slice(0, -1)],
  ['its first character cut off', (key) => key.slice(1)],
  ['in lower case', (key) => key.toLowerCase()],
  ['in upper case', (key) => key.toUpperCase()],
]

/** Other fields than were sent, or in another order. */
function* pickTrials(fields: Fields): Generator<Trial> {
  for (const name of Object.keys(fields)) {
    if (name === 'sign' || fields[name] === '') continue
    yield { cause: () => TRIED.added(name), text: canonicalText(fields, [name]) }
  }
  const names = Object.keys(fields).filter((name) => name !== 'sign')
  const spelled = (list: readonly string[]) => list.map((name) => `${name}=${fields[name] ?? ''}`).join('&')
  const empty = names.filter((name) => fields[name] === '')
  yield { cause: () => TRIED.empty(few(empty)), text: spelled(names.toSorted()) }
  yield { cause: TRIED.unsorted, text: spelled(names.filter((name) => fields[name] !== '')) }
  const filled = [...names.filter((name) => fields[name] !== ''), 'sign'].toSorted()
  yield { cause: TRIED.signIncluded, text: filled.map((name) => `${name}=${name === 'sign' ? '' : fields[name]}`).join('&') }
}

/** Each change undone in all values, then in each alone. */
function* valueTrials(fields: Fields): Generator<Trial> {
  for (const { cause, undo } of UNDO) {
    const before = Object.entries(fields).map(([name, value]) => [name, value === '' ? '' : undo(value)] as const)
    const changes = before.filter(([name, value]) => name !== 'sign' && value !== fields[name])
    if (changes.length === 0) continue
    yield {
      cause: () => cause(few(changes.map(([name]) => name))),
      text: canonicalText({ ...fields, ...Object.fromEntries(changes) }),
    }
    if (changes.length === 1) continue
    for (const [name, value] of changes)
      yield { cause: () => cause(few([name])), text: canonicalText({ ...fields, [name]: value }) }
  }
}

/** What usually stands in a notify and is not there, or says something else. */
function* missingTrials({ fields, mchId, appId = '' }: Question): Generator<Trial> {
  for (const [name, value] of [...USUAL, ['mch_id', mchId], ['appid', appId]] as const) {
    if (value === '' || fields[name] === value) continue
    yield { cause: () => TRIED.missing(`${name}=${value}`), text: canonicalText({ ...fields, [name]: value }) }
  }
}

const USUAL: readonly (readonly [name: string, value: string])[] = [
  ['fee_type', 'CNY'],
  ['trade_state', 'SUCCESS'],
  ['sign_type', 'MD5'],
  ['sign_type', 'HMAC-SHA256'],
  ...['NATIVE', 'JSAPI', 'APP', 'MINIAPP', 'MICROPAY'].map((type) => ['trade_type', type] as const),
  ['bank_type', 'BALANCE'],
  ['coupon_fee', '0'],
  ['device_info', 'WEB'],
  ['return_code', 'SUCCESS'],
  ['result_code', 'SUCCESS'],
  ['input_charset', 'UTF-8'],
]

/** Names for a sentence: three, each shortened. */
export function few(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => name.slice(0, 40))
  return names.length > 3 ? `${shown.join(', ')} …` : shown.join(', ')
}
