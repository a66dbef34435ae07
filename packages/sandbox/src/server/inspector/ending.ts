import type { Inspection } from '../../wallet.ts'

/** In a few words what was answered: `200 SUCCESS`, `200 ORDERPAID`, `403`; undefined where nothing came. */
export function endingOf({ exchanged, answerFields }: Inspection): string | undefined {
  const { answer } = exchanged
  if (!answer) return undefined
  const fields = new Map(answerFields)
  const word = fields.get('err_code') || fields.get('result_code') || fields.get('return_code')
  return word === undefined ? String(answer.status) : `${answer.status} ${word}`
}

/** What somebody who looks for trouble should see of it: it worked, it is open, it did not. */
export function toneOf(ending: string | undefined): 'good' | 'warn' | 'bad' {
  if (ending === undefined || /^2[0-9]{2} USERPAYING$/.test(ending)) return 'warn'
  return /^2[0-9]{2}(?: SUCCESS)?$/.test(ending) ? 'good' : 'bad'
}
