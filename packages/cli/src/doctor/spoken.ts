import type { Lang } from '../lang.ts'
import type { Words } from './words.ts'
import { ENGLISH } from './words-en.ts'
import { CHINESE } from './words-zh.ts'

export const WORDS: Readonly<Record<Lang, Words>> = { en: ENGLISH, zh: CHINESE }
