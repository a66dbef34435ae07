import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { literalsIn } from './literals.fixture.ts'

const PACKAGES = join(import.meta.dirname, '../../../..')

/** Where the sentences come from that a merchant may read. */
const SPEAKING = [
  'core/src/config/*.ts',
  'core/src/{secret,money}.ts',
  'core/src/system/*.ts',
  'core/src/container/*.ts',
  'core/src/tp/*.ts',
  'core/src/domain/{bind,route}.ts',
  'core/src/provider/*.ts',
  'transport/src/*.ts',
  'wire/src/*.ts',
  'provider-{qqwallet,wechatpay,alipay}/src/*.ts',
  'cli/src/{pay/plan,explain/run,statement/target,desk/open-tpkit,desk/values}.ts',
  'cli/src/cashier/{decide,open}.ts',
  'cli/src/order/{known,visit}.ts',
  'cashier/src/{close,decide,idempotency,pay,refund,reverse,risk}/*.ts',
  'cashier/src/reconcile/{day,read-file,totals}.ts',
  'cashier/src/guard/*.ts',
  'backoffice/src/**/*.ts',
  'ledger/src/{ledger,open}.ts',
  'ledger/src/backoffice/*.ts',
  'ledger/src/sqlite/{errors,migrate}.ts',
  'ledger/src/postgres/errors.ts',
  'ledger/src/audit/verify.ts',
  'tpkit/src/cashier/*.ts',
  'tpkit/src/gateway/{backoffice,public-address,sealer,settings}.ts',
  'gateway/src/server/serve.ts',
  'cli/src/sandbox/{control,kept,meant,refusal,run}.ts',
  'sandbox/src/faults/{text,rules}.ts',
  'sandbox/src/server/{clock,foreign,hands,listen,lock,start}.ts',
  'sandbox/src/server/control/control.ts',
  'sandbox/src/books/payer.ts',
  'sandbox/src/alipay/payer.ts',
]

/** `inspect` has its own Chinese; a schema's descriptions are no problems. */
const SILENT = /\.(?:test|test-d|bench|fixture)\.ts$|\/inspect[^/]*\.ts$|\/json-schema\.ts$|\/manifest\.ts$/

export interface Said {
  readonly at: string
  /** As `normal` makes it. */
  readonly text: string
  /** Several words, so that somebody reads it; a single one may be anything. */
  readonly isSentence: boolean
}

/** Every text that the sources hold, with the place of each. */
export function said(): readonly Said[] {
  const files = globSync(SPEAKING, { cwd: PACKAGES }).filter((file) => !SILENT.test(file))
  return files.flatMap((file) => textsOf(file, join(PACKAGES, file)))
}

function textsOf(file: string, path: string): readonly Said[] {
  return literalsIn(readFileSync(path, 'utf8'))
    .filter(({ before }) => !before.endsWith('.describe('))
    .map(({ text, line }) => ({ at: `${file}:${line}`, text: normal(text), isSentence: SENTENCE.test(text) }))
    .filter(({ text }) => text !== '')
}

const SENTENCE = /[a-z]{2,}[,;:?]? [a-z"({]|[a-z}] [a-z]{2,}/i

/** A template with its holes nameless. What stands at its ends, a hole or what joins it to another text, belongs to the joining. */
export function normal(template: string): string {
  return template
    .replaceAll(/\{[a-zA-Z]+(?::word|:any|\?|\*)?\}/g, '{}')
    .replaceAll(/(?:\{\})+/g, '{}')
    .replace(/^(?:\{\}|[\s;,:])+/, '')
    .replace(/(?:\{\}|[\s;,:])+$/, '')
}
