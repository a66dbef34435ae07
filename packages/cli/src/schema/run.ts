import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { findPlugins } from '../plugins/find.ts'
import { put } from './put.ts'
import { schemaText } from './schema-file.ts'

const WORDS = {
  en: {
    written: (path: string, plugins: readonly string[]) => `✓ ${path}, with ${plugins.join(', ')}`,
    same: (path: string) => `✓ ${path} was up to date`,
    next: 'the first line of the configuration makes editors use it:\n  # yaml-language-server: $schema=./tpkit.schema.json',
  },
  zh: {
    written: (path: string, plugins: readonly string[]) => `✓ ${path}，包含 ${plugins.join('、')}`,
    same: (path: string) => `✓ ${path} 已是最新`,
    next: '在配置文件第一行写上，编辑器就会使用它：\n  # yaml-language-server: $schema=./tpkit.schema.json',
  },
} as const

/** Writes what editors are told of the configuration. */
export async function runSchema(desk: Desk, options: { readonly config: string; readonly out?: string }): Promise<ExitCode> {
  const words = WORDS[desk.lang]
  const { plugins } = await findPlugins(desk.path(options.config))
  const { path, changed } = await put(desk, schemaText(plugins), {
    ...options,
    usual: 'tpkit.schema.json',
    mark: '"title": "tpkit configuration"',
  })
  if (path === undefined) return EXIT.done
  const names = plugins.map(({ specifier }) => specifier)
  desk.answer({ path, changed, plugins: names })
  desk.say(changed ? words.written(path, names) : words.same(path))
  desk.next(words.next)
  return EXIT.done
}
