import { ConfigError } from 'tpkit'
import type { Lang } from '../../lang.ts'
import { inChinese } from './in-chinese.ts'

/** What core, a provider or the command line says in English, in the language of the desk; each line by itself. */
export function spoken(lang: Lang, text: string): string {
  return lang === 'en' ? text : text.split('\n').map(inChinese).join('\n')
}

/** What an error says. The lines of a configuration that it shows stay as they are. */
export function spokenError(lang: Lang, error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (lang === 'en' || !(error instanceof ConfigError)) return spoken(lang, error.message)
  return error.message
    .split('\n')
    .map((line) => (line.startsWith('    ') ? line : withReason(line, error)))
    .join('\n')
}

/** "  file:line:column path: reason", or the line above all of them. */
function withReason(line: string, { problems }: ConfigError): string {
  const told = problems.find(({ reason }) => line.startsWith('  ') && line.endsWith(reason))
  return told ? `${line.slice(0, -told.reason.length)}${inChinese(told.reason)}` : inChinese(line)
}
