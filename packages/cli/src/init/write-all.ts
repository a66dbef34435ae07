import { dirname, join, relative } from 'node:path'
import { isThere } from '../desk/files.ts'
import type { FoundPlugin } from '../plugins/find.ts'
import { keptMerchant, settledMerchant } from '../sandbox/kept.ts'
import { QQ_KEPT } from '../sandbox/merchant.ts'
import { schemaText } from '../schema/schema-file.ts'
import { configText, envExample, type SandboxMerchant } from './config-text.ts'
import { CONFIG_WORDS } from './config-words.ts'
import type { InitPlan } from './plan.ts'
import { addLines, addVariables, type Written, writeNew } from './write.ts'

/** A file that `init` cared for. */
export interface WrittenFile {
  /** From the configuration's folder. */
  readonly name: string
  readonly what: 'config' | 'schema' | 'env' | 'ignore' | 'sandbox'
  readonly became: Written
}

/** What a repository must never hold; a report of the doctor tells of the setup. */
const IGNORED = {
  sandbox: ['sandbox/', 'tpkit-report.*'],
  real: ['.env', 'secrets/', 'certs/', 'tpkit-report.*'],
} as const

/** Writes everything that belongs to a plan, the configuration last. Answers the folder where that is not possible. */
export async function writeAll(
  plan: InitPlan,
  path: string,
  plugins: readonly FoundPlugin[],
  force: boolean,
): Promise<readonly WrittenFile[] | string> {
  const base = dirname(path)
  const files: WrittenFile[] = []
  const done = (name: string, what: WrittenFile['what'], became: Written) => files.push({ name, what, became })
  const merchant = plan.account.kind === 'sandbox' ? await merchantIn(join(base, 'sandbox')) : undefined
  if (typeof merchant === 'string') return merchant
  if (merchant) done('sandbox/', 'sandbox', merchant.became)
  done('tpkit.schema.json', 'schema', await writeNew(join(base, 'tpkit.schema.json'), schemaText(plugins), force))
  const env = envExample(plan)
  if (env !== undefined) done('.env.example', 'env', await addVariables(join(base, '.env.example'), env))
  done('.gitignore', 'ignore', await addLines(join(base, '.gitignore'), CONFIG_WORDS[plan.lang].ignored, ignored(plan)))
  done(relative(base, path), 'config', await writeNew(path, configText(plan, merchant?.merchant), force))
  return files.toReversed()
}

/** A ledger in a file has others beside it, and no place in a repository. */
function ignored({ account, ledger }: InitPlan): readonly string[] {
  const [, file] = /^sqlite:(?:\.\/)?([\w./-]+)$/.exec(ledger ?? '') ?? []
  return [...IGNORED[account.kind], ...(file === undefined ? [] : [`${file}*`])]
}

/** The sandbox's merchant, drawn now or kept from before; the folder where somebody else's certificates lie in it. */
async function merchantIn(dir: string): Promise<{ readonly merchant: SandboxMerchant; readonly became: Written } | string> {
  const kept = await keptMerchant(dir, QQ_KEPT)
  if (!kept && (await isThere(join(dir, 'apiclient_cert.pem')))) return dir
  return { merchant: await settledMerchant(dir, QQ_KEPT), became: kept ? 'kept' : 'written' }
}
