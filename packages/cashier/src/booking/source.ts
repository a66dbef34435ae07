import type { Fact, Source } from '@tpkit/core'

const PROOF: readonly Source[] = ['reply', 'query', 'notify', 'statement']

/**
 * Money rule 9: only what a wallet told us itself is proof. The types say it already; a plugin in JavaScript may hand in what
 * a browser brought all the same.
 */
export function notProof({ source }: Fact): string | undefined {
  if (PROOF.includes(source)) return undefined
  return `source: expected one of ${PROOF.join(', ')}, found ${JSON.stringify(String(source).slice(0, 20))}; what a browser brings proves nothing`
}
