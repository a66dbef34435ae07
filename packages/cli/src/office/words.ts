import type { Lang } from '../lang.ts'
import type { OfficeWords } from './wording.ts'
import { en } from './words-en.ts'
import { zh } from './words-zh.ts'

export const OFFICE: Readonly<Record<Lang, OfficeWords>> = { en, zh }
