/** Texts of the sources that have no Chinese, and why. */
interface Untold {
  /** A part of the path. */
  readonly file: string
  /** As `normal` makes it. */
  readonly text: RegExp
  readonly because: string
}

const NO_SENTENCE = 'no sentence: a header, a mark in a key file, or words that are looked for'
const AUTHOR = 'the mistake of who writes a plugin or a protocol: it goes to that person, in English'
const CALLER = 'the mistake of who calls the library: no command of this program makes it'
const PAGES = 'what an option means: the schema and the pages of the provider say it, each in its language'
const GLUE = 'a piece that core cuts or joins: the joined sentence is in glue.ts'
const NAMES = 'stands among the names of files, as they come'
const INSIDE = 'never told, but for a bug'

const OWN_WORDS = 'the command has its own Chinese beside it'

export const UNTOLD: readonly Untold[] = [
  {
    file: 'ledger/src/',
    text: /^(?:begin immediate|create table|select value|insert or replace|integer primary|not in$)/,
    because: NO_SENTENCE,
  },
  { file: 'ledger/src/backoffice/', text: /^(?:version = |for update$|select |update |insert into )/, because: NO_SENTENCE },
  { file: 'tpkit/src/cashier/plan.ts', text: /^tpkit: the digest key of development$/, because: NO_SENTENCE },
  { file: 'tpkit/src/gateway/sealer.ts', text: /^tpkit(?: seal|: the seal key of development)$/, because: NO_SENTENCE },
  { file: 'tpkit/src/cashier/registered-endpoints.ts', text: /^endpoint$/, because: NO_SENTENCE },
  { file: 'reconcile/read-file.ts', text: /^more than one$/, because: NO_SENTENCE },
  { file: 'ledger/src/audit/verify.ts', text: /^seal$/, because: GLUE },
  { file: 'decide/decide.ts', text: /^decided$/, because: NO_SENTENCE },
  { file: 'tpkit/src/cashier/background.ts', text: /^it is tried again$/, because: CALLER },
  { file: 'tpkit/src/', text: /^the container tells/, because: INSIDE },
  { file: 'cashier/src/', text: /^expected the (?:attempt|refund|order) \{\} (?:beside|in)/, because: INSIDE },
  { file: 'cli/src/cashier/decide.ts', text: /^(?:This stands|Decided)/, because: OWN_WORDS },
  { file: 'qqwallet/src/', text: /^text\/xml; charset/, because: NO_SENTENCE },
  { file: 'wechatpay/src/', text: /^application\/json; charset/, because: NO_SENTENCE },
  { file: 'alipay/src/notify.ts', text: /^text\/plain; charset/, because: NO_SENTENCE },
  { file: 'alipay/src/schema.ts', text: /^-----BEGIN/, because: NO_SENTENCE },
  { file: 'config/exposure.ts', text: /^(?:TRUSTED CERTIFICATE|(?:RSA )?PUBLIC KEY)$/, because: NO_SENTENCE },
  { file: 'transport/src/identity.ts', text: /^mac verify failure$/, because: NO_SENTENCE },
  { file: 'config/issues.ts', text: /^in quotes$/, because: NO_SENTENCE },
  { file: '/src/doubts.ts', text: /[.。]$/, because: PAGES },
  { file: 'config/issues.ts', text: /^expected text that matches$/, because: GLUE },
  { file: 'config/problem.ts', text: /^(?:one problem|problems)$/, because: GLUE },
  { file: 'domain/bind.ts', text: /^a (?:refund|payment)$/, because: CALLER },
  { file: 'container/handles.ts', text: /found afterUnknown/, because: CALLER },
  { file: 'tp/check-options.ts', text: /./, because: CALLER },
  { file: 'tp/check-received.ts', text: /expected the raw bytes as the body/, because: CALLER },
  { file: 'core/src/money.ts', text: /^minor units of$/, because: CALLER },
  { file: 'tp/drive.ts', text: /found a write/, because: AUTHOR },
  { file: 'transport/src/admit.ts', text: /leave it out of the request$/, because: AUTHOR },
  { file: 'transport/src/unzip.ts', text: /^unzip: expected `member`/, because: AUTHOR },
  { file: 'transport/src/zip-directory.ts', text: /^more$/, because: NAMES },
  { file: 'transport/src/routes.ts', text: /^The address of |^Expected an address of |^an address of$/, because: AUTHOR },
  { file: 'wire/src/xml-writer.ts', text: /expected/, because: AUTHOR },
  { file: 'config/method-plan.ts', text: /^the schema demands/, because: INSIDE },
  { file: 'transport/src/dial.ts', text: /./, because: INSIDE },
  { file: 'transport/src/failure.ts', text: /^not an error object$/, because: INSIDE },
  { file: 'server/start.ts', text: /^sandbox: expected a merchant/, because: INSIDE },
  { file: 'explain/run.ts', text: /report this$/, because: INSIDE },
  { file: 'tp/record.ts', text: /not UTF-8 text\]$/, because: 'stands in a recording, for programs' },
]
