import type { Language } from '../language.ts'

export const INSPECTOR_PATH = '/inspector'

/** How somebody looks at the messages: in which language, and whose. */
export interface Look {
  readonly language: Language
  /** A merchant with a wallet of their own; without one, the shared wallet. */
  readonly mchId: string | undefined
}

export function queryOf({ language, mchId }: Look): string {
  return new URLSearchParams({ lang: language, ...ownQuery(mchId) }).toString()
}

/** What of it stays when the language changes. */
export function restOf({ mchId }: Look): string {
  return new URLSearchParams(ownQuery(mchId)).toString()
}

function ownQuery(mchId: string | undefined): Record<string, string> {
  return mchId === undefined ? {} : { mchId }
}
