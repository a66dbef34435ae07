import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { withTpkit } from '../desk/open-tpkit.ts'
import { put } from '../schema/put.ts'
import { declarationText, WRITTEN_BY } from './declaration.ts'

const WORDS = {
  en: {
    written: (path: string, methods: readonly string[], accounts: readonly string[]) =>
      `✓ ${path}: methods ${methods.join(', ') || '(none)'}; accounts ${accounts.join(', ')}`,
    same: (path: string) => `✓ ${path} was up to date`,
    next: 'let tsconfig.json include it; then a misspelt method or a scene that the wallet lacks does not compile.',
  },
  zh: {
    written: (path: string, methods: readonly string[], accounts: readonly string[]) =>
      `✓ ${path}：支付方式 ${methods.join('、') || '（无）'}；账户 ${accounts.join('、')}`,
    same: (path: string) => `✓ ${path} 已是最新`,
    next: '让 tsconfig.json 包含它；此后写错的支付方式、钱包没有的场景都无法通过编译。',
  },
} as const

/** Writes the declaration that tells the compiler what is configured. */
export function runTypes(desk: Desk, options: { readonly config: string; readonly out?: string }): Promise<ExitCode> {
  return withTpkit(desk, options.config, async (tpkit) => {
    const words = WORDS[desk.lang]
    const { path, changed } = await put(desk, declarationText(tpkit.describe()), {
      ...options,
      usual: 'tpkit.d.ts',
      mark: WRITTEN_BY,
    })
    if (path === undefined) return EXIT.done
    const { methods, accounts } = tpkit
    desk.answer({ path, changed, methods, accounts })
    desk.say(changed ? words.written(path, methods, accounts) : words.same(path))
    desk.next(words.next)
    return EXIT.done
  })
}
