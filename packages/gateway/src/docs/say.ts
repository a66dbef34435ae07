import type { Language } from './html.ts'

/** What the document says in both languages: English where OpenAPI has a place for it, Chinese beside it. */
export interface Told {
  readonly description?: string | undefined
  readonly [other: `x-${string}`]: unknown
}

export function sayIn(lang: Language, of: Told, chinese = of['x-zh']): string {
  return lang === 'zh' && typeof chinese === 'string' ? chinese : (of.description ?? '')
}
