import { parseArgs } from 'node:util'
import { createProvider } from './create.ts'
import { type Lang, told } from './words.ts'

const USAGE: Readonly<Record<Lang, string>> = {
  en: 'Usage: npm create tpkit-provider <name> [folder] [-- --lang zh]\nWrites a provider package with blanks, and tests that name them until they are filled.',
  zh: '用法：npm create tpkit-provider <名称> [目录] [-- --lang en]\n生成带空的渠道插件包，测试会逐一指出还没有填写的空。',
}
const NEXT: Readonly<Record<Lang, string>> = { en: 'Next: ', zh: '下一步：' }

export interface Streams {
  readonly stdout: (line: string) => unknown
  readonly stderr: (line: string) => unknown
}

/** The command line of `npm create tpkit-provider`; answers the exit code: 0 done, 2 nothing was written. */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv, { stdout, stderr }: Streams): Promise<number> {
  const asked = read(args)
  const lang = asked?.lang ?? langOf(env)
  if (asked?.help) {
    stdout(USAGE[lang])
    return 0
  }
  if (!asked?.name) {
    stderr(USAGE[lang])
    return 2
  }
  const result = await createProvider({ name: asked.name, folder: asked.folder ?? `tpkit-provider-${asked.name}` })
  const { text, next } = told(result, lang)
  const say = result.kind === 'created' ? stdout : stderr
  say(`${text}\n\n${NEXT[lang]}${next}`)
  return result.kind === 'created' ? 0 : 2
}

interface Asked {
  readonly name?: string
  readonly folder?: string
  readonly lang?: Lang
  readonly help: boolean
}

/** Undefined where the command line is not understood. */
function read(args: readonly string[]): Asked | undefined {
  try {
    const options = { lang: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [name, folder, more] = positionals
    const { lang } = values
    if (more !== undefined || (lang !== undefined && lang !== 'en' && lang !== 'zh')) return undefined
    return { ...(name && { name }), ...(folder && { folder }), ...(lang && { lang }), help: values.help ?? false }
  } catch {
    return undefined
  }
}

function langOf(env: NodeJS.ProcessEnv): Lang {
  return /^zh\b|^zh_/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'zh' : 'en'
}
