import { parseArgs } from 'node:util'
import { createApp } from './create.ts'
import { type Lang, told } from './words.ts'

const USAGE: Readonly<Record<Lang, string>> = {
  en: 'Usage: npm create tpkit <folder> [-- --lang zh]\nWrites a shop on tpkit, to try with a local wallet.',
  zh: '用法：npm create tpkit <目录> [-- --lang en]\n生成一个基于 tpkit 的店铺，可用本地钱包试验。',
}
const NEXT: Readonly<Record<Lang, string>> = { en: 'Next: ', zh: '下一步：' }

export interface Streams {
  readonly stdout: (line: string) => unknown
  readonly stderr: (line: string) => unknown
}

/** The command line of `npm create tpkit`; answers the exit code: 0 done, 2 nothing was written. */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv, { stdout, stderr }: Streams): Promise<number> {
  const asked = read(args)
  const lang = asked?.lang ?? langOf(env)
  if (!asked?.folder) {
    const say = asked?.help ? stdout : stderr
    say(USAGE[lang])
    return asked?.help ? 0 : 2
  }
  const result = await createApp({ folder: asked.folder })
  const { text, next } = told(result, lang)
  const say = result.kind === 'created' ? stdout : stderr
  say(`${text}\n\n${NEXT[lang]}${next}`)
  return result.kind === 'created' ? 0 : 2
}

interface Asked {
  readonly folder?: string
  readonly lang?: Lang
  readonly help: boolean
}

/** Undefined where the command line is not understood. */
function read(args: readonly string[]): Asked | undefined {
  try {
    const options = { lang: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const { lang, help = false } = values
    if (positionals.length > 1 || (lang !== undefined && lang !== 'en' && lang !== 'zh')) return undefined
    return { ...(positionals[0] && !help && { folder: positionals[0] }), ...(lang && { lang }), help }
  } catch {
    return undefined
  }
}

function langOf(env: NodeJS.ProcessEnv): Lang {
  return /^zh\b|^zh_/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'zh' : 'en'
}
