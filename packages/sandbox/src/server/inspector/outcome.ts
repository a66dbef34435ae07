import type { Inspection } from '../../wallet.ts'

/** In a few words what was answered: `200 SUCCESS`, `200 ORDERPAID`, `403`; undefined where nothing came. */
export function outcomeOf({ exchanged, answerFields }: Inspection): string | undefined {
  const { answer } = exchanged
  if (!answer) return undefined
  const fields = new Map(answerFields)
  const word = fields.get('err_code') || fields.get('result_code') || fields.get('return_code')
  return word === undefined ? String(answer.status) : `${answer.status} ${word}`
}

/** Whether the answer says that it worked. */
export function isGood(outcome: string): boolean {
  return /^2[0-9]{2}(?: SUCCESS)?$/.test(outcome)
}
