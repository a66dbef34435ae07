import type { Created, Refused } from './create.ts'
import { shellWord } from './template.ts'

export type Lang = 'en' | 'zh'

/** What to tell a person: what happened, and what to do now. */
export interface Told {
  readonly text: string
  readonly next: string
}

const quoted = (text: string): string => JSON.stringify(text.slice(0, 60))

const steps = (folder: string, lines: readonly (readonly [command: string, what: string])[]): string =>
  [`cd ${shellWord(folder)}`, ...lines.map(([command, what]) => `  ${command.padEnd(17)}${what}`)].join('\n')

const WORDS = {
  en: {
    created: ({ name, folder, files }: Created) => `${name}: a shop on tpkit, ${files.length} files written to ${folder}.`,
    next: ({ folder, installed }: Created) =>
      steps(folder, [
        ...(installed ? [] : [['npm install', 'the packages; README.md says how, while they are not published'] as const]),
        ['npm run init', 'a configuration with an account at a local wallet'],
        ['npm run sandbox', 'that wallet, in a terminal of its own'],
        ['npm run dev', 'the shop: an order and its QR code'],
      ]),
    name: (found: string) =>
      `folder: expected a name of lower-case letters, digits, "-", "_" and ".", a letter first, such as my-shop; found ${quoted(found)}`,
    folder: (found: string) => `${found}: expected a folder that does not exist or is empty; nothing was written`,
    another: 'name another folder.',
  },
  zh: {
    created: ({ name, folder, files }: Created) => `${name}：基于 tpkit 的店铺，已在 ${folder} 写入 ${files.length} 个文件。`,
    next: ({ folder, installed }: Created) =>
      steps(folder, [
        ...(installed ? [] : [['npm install', '安装依赖；发布到 npm 之前见 README.md'] as const]),
        ['npm run init', '生成配置，账户在本地钱包'],
        ['npm run sandbox', '在另一个终端启动本地钱包'],
        ['npm run dev', '店铺：下单并显示二维码'],
      ]),
    name: (found: string) => `目录名：应由小写字母、数字、“-”、“_”、“.”组成，以字母开头，例如 my-shop；实际为 ${quoted(found)}`,
    folder: (found: string) => `${found}：目录应不存在或为空；没有写入任何文件`,
    another: '请换一个目录。',
  },
} as const

export function told(result: Created | Refused, lang: Lang): Told {
  const words = WORDS[lang]
  if (result.kind === 'created') return { text: words.created(result), next: words.next(result) }
  return { text: words[result.why](result.found), next: words.another }
}
