import { ALIPAY } from './alipay.ts'
import { ALIPAY_CODES } from './alipay-codes.ts'
import { BACKOFFICE } from './backoffice.ts'
import { CASHIER, LEDGER } from './cashier.ts'
import { CASHIER_CONFIGURATION } from './cashier-configuration.ts'
import { COMMAND_LINE } from './command-line.ts'
import { COMMANDER, PROGRAM } from './commander.ts'
import { CONFIGURATION } from './configuration.ts'
import { FIELDS } from './fields.ts'
import { GATEWAY_CONFIGURATION } from './gateway-configuration.ts'
import { GLUE } from './glue.ts'
import { type Pattern, patternOf, type Twin, translated, weightOf } from './pattern.ts'
import { QQWALLET } from './qqwallet.ts'
import { QQWALLET_CODES } from './qqwallet-codes.ts'
import { SANDBOX } from './sandbox.ts'
import { STATEMENT } from './statement.ts'
import { TRANSPORT } from './transport.ts'
import { WECHATPAY } from './wechatpay.ts'
import { WECHATPAY_CODES } from './wechatpay-codes.ts'
import { WORK } from './work.ts'

/** Every twin that some source says in English. */
export const TWINS: readonly Twin[] = [
  ...CONFIGURATION,
  ...CASHIER_CONFIGURATION,
  ...GATEWAY_CONFIGURATION,
  ...CASHIER,
  ...LEDGER,
  ...BACKOFFICE,
  ...FIELDS,
  ...WORK,
  ...TRANSPORT,
  ...QQWALLET,
  ...QQWALLET_CODES,
  ...WECHATPAY,
  ...WECHATPAY_CODES,
  ...ALIPAY,
  ...ALIPAY_CODES,
  ...STATEMENT,
  ...COMMAND_LINE,
  ...SANDBOX,
]

const LONGEST = 4_000
const MOST_CLAUSES = 16
/** Parts that are looked at for one sentence. */
const MOST_PARTS = 400

let compiled: readonly Pattern[] | undefined

function patterns(): readonly Pattern[] {
  compiled ??= [...TWINS, ...COMMANDER, ...PROGRAM, ...GLUE]
    .flatMap(withoutField)
    .map(patternOf)
    .toSorted((a, b) => weightOf(b) - weightOf(a))
  return compiled
}

/** Where a path stands in front of a problem already, the sentence of a field comes without the field's name. */
function withoutField(twin: Twin): readonly Twin[] {
  const [english, chinese] = twin
  const [lead, other] = ['{field:word}: ', '{field}：']
  const bare: Twin = [english.slice(lead.length), chinese.slice(other.length)]
  return english.startsWith(lead) && chinese.startsWith(other) ? [twin, bare] : [twin]
}

/** A sentence of core, a provider or the command line in Chinese: whole, or, where a part of it is not known, not at all. */
export function inChinese(sentence: string): string {
  if (sentence.length > LONGEST || sentence.split('; ').length > MOST_CLAUSES) return sentence
  const seen = new Map<string, string | undefined>()
  const known = (part: string): string | undefined => {
    if (seen.has(part)) return seen.get(part)
    if (seen.size > MOST_PARTS) return undefined
    seen.set(part, undefined)
    const found = partInChinese(part, known)
    seen.set(part, found)
    return found
  }
  return known(sentence) ?? sentence
}

type Known = (part: string) => string | undefined

function partInChinese(part: string, known: Known): string | undefined {
  // What is added to a clause comes with its semicolon.
  if (part.startsWith('; ')) return after('；', known(part.slice(2)))
  return byConditions(part, known) ?? byPattern(part, known) ?? byClauses(part, known) ?? byPrefix(part, known)
}

function byPattern(part: string, known: Known): string | undefined {
  for (const pattern of patterns()) {
    const found = translated(pattern, part, known)
    if (found !== undefined) return found
  }
  return undefined
}

/** "…; …": each clause by itself, as few cuts as possible. */
function byClauses(part: string, known: Known): string | undefined {
  for (let at = part.lastIndexOf('; '); at > 0; at = part.lastIndexOf('; ', at - 1)) {
    const tail = after('；', known(part.slice(at + 2)))
    const head = tail === undefined ? undefined : known(part.slice(0, at))
    if (head !== undefined) return `${head}${tail}`
  }
  return undefined
}

/** "accounts.qq-main.apiKey: …" */
function byPrefix(part: string, known: Known): string | undefined {
  const [whole = '', name] = /^([^\s:]+(?::[^\s:]+)*): /.exec(part) ?? []
  return name === undefined ? undefined : after(`${name}：`, known(part.slice(whole.length)))
}

/** "scene native, up to 50.00 CNY": a rule of a method. */
function byConditions(part: string, known: Known): string | undefined {
  if (/[;:]/.test(part)) return undefined
  const pieces = part.split(/, (?=scene |from |up to )/)
  if (pieces.length === 1 || pieces.length > 4) return undefined
  const found = pieces.map(known)
  return found.includes(undefined) ? undefined : found.join('，')
}

function after(lead: string, found: string | undefined): string | undefined {
  return found === undefined ? undefined : `${lead}${found}`
}
