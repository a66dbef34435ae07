export type Lang = 'en' | 'zh'

/** The language asked for, else the machine's. */
export function langOf(wanted: Lang | undefined, env: NodeJS.ProcessEnv = process.env): Lang {
  if (wanted) return wanted
  return /^zh\b|^zh_/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'zh' : 'en'
}
