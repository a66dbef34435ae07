import { type Answer, answer } from './answer.ts'
import { orRefused } from './refused.ts'
import type { World } from './worlds.ts'

/** Everything that happened to the wallet, to be replayed elsewhere. Throws where too much happened. */
export function caseFile({ wallet }: World): Answer {
  const text = orRefused(409, wallet.save)
  return answer(200, 'application/json', text, [['content-disposition', 'attachment; filename="sandbox.tpcase"']])
}
