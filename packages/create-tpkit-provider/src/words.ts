import type { Created, Refused } from './create.ts'
import { shellWord } from './template.ts'

export type Lang = 'en' | 'zh'

/** What to tell a person: what happened, and what to do now. */
export interface Told {
  readonly text: string
  readonly next: string
}

const quoted = (text: string): string => JSON.stringify(text.slice(0, 60))

const WORDS = {
  en: {
    created: ({ name, folder, files }: Created) =>
      `tpkit-provider-${name}: ${files.length} files written to ${folder}. It type-checks, and its tests name the blanks to fill.`,
    next: ({ folder, installed }: Created) =>
      `cd ${shellWord(folder)}, ${installed ? '' : 'npm install, '}npm test; README.md has the steps${installed ? '' : ', and how to install while the packages are not published'}.`,
    name: (found: string) =>
      `provider name: expected 2 to 32 lower-case letters, digits and "-", a letter first, such as demo or my-wallet; found ${quoted(found)}`,
    folder: (found: string) => `${found}: expected a folder that does not exist or is empty; nothing was written`,
    nameNext: 'choose the name by which a configuration calls the wallet; "tpkit-provider-" is put in front of it.',
    folderNext: 'name another folder, or move away what is in this one.',
  },
  zh: {
    created: ({ name, folder, files }: Created) =>
      `tpkit-provider-${name}：已在 ${folder} 写入 ${files.length} 个文件。类型检查已可通过，测试会逐一指出要填写的空。`,
    next: ({ folder, installed }: Created) =>
      `cd ${shellWord(folder)}，${installed ? '' : 'npm install，'}npm test；步骤${installed ? '' : '以及发布到 npm 之前的安装方法'}见 README.md。`,
    name: (found: string) =>
      `钱包名称：应为 2 到 32 个小写字母、数字或“-”，以字母开头，例如 demo 或 my-wallet；实际为 ${quoted(found)}`,
    folder: (found: string) => `${found}：目录应不存在或为空；没有写入任何文件`,
    nameNext: '请选择配置中使用的钱包名称，前面会自动加上“tpkit-provider-”。',
    folderNext: '请换一个目录，或先移走其中的文件。',
  },
} as const

export function told(result: Created | Refused, lang: Lang): Told {
  const words = WORDS[lang]
  if (result.kind === 'created') return { text: words.created(result), next: words.next(result) }
  return result.why === 'name'
    ? { text: words.name(result.found), next: words.nameNext }
    : { text: words.folder(result.found), next: words.folderNext }
}
