export type Language = 'zh' | 'en'

/** `?lang=` decides, then the browser's first wish that is spoken here, then English. */
export function languageOf(asked: string | null, acceptLanguage: string | undefined): Language {
  if (asked === 'zh' || asked === 'en') return asked
  const wishes = (acceptLanguage ?? '')
    .toLowerCase()
    .split(',')
    .map(wish)
    .filter(({ quality }) => quality > 0)
  const spoken = wishes.sort((a, b) => b.quality - a.quality).map(({ tag }) => tag.slice(0, 2))
  return spoken.find((tag) => tag === 'zh' || tag === 'en') === 'zh' ? 'zh' : 'en'
}

function wish(text: string): { readonly tag: string; readonly quality: number } {
  const [tag = '', parameter = ''] = text.trim().split(';')
  return { tag, quality: Number(/^\s*q=([0-9.]+)$/.exec(parameter)?.[1] ?? 1) }
}
