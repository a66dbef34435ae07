import { dirname, relative } from 'node:path'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { findPlugins } from '../plugins/find.ts'
import { put } from './put.ts'
import { schemaText } from './schema-file.ts'

const WORDS = {
  en: {
    written: (path: string, plugins: readonly string[]) => `✓ ${path}, with ${plugins.join(', ')}`,
    same: (path: string) => `✓ ${path} was up to date`,
    next: (line: string) => `the first line of the configuration makes editors use it:\n  ${line}`,
    nextJson: (line: string) => `this makes editors use it, as the first key of the configuration:\n  ${line}`,
  },
  zh: {
    written: (path: string, plugins: readonly string[]) => `✓ ${path}，包含 ${plugins.join('、')}`,
    same: (path: string) => `✓ ${path} 已是最新`,
    next: (line: string) => `在配置文件第一行写上，编辑器就会使用它：\n  ${line}`,
    nextJson: (line: string) => `在配置的最前面写上，编辑器就会使用它：\n  ${line}`,
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
  const at = relative(dirname(desk.path(options.config)), desk.path(path)).replaceAll('\\', '/')
  const reference = at.startsWith('.') ? at : `./${at}`
  if (/\.json$/.test(options.config)) desk.next(words.nextJson(`"$schema": "${reference}",`))
  else desk.next(words.next(`# yaml-language-server: $schema=${reference}`))
  return EXIT.done
}
