import type { Description } from 'tpkit'
import type { Examination } from './examine.ts'
import { isLoading } from './loading.ts'
import { payLine } from './payable.ts'
import type { Words } from './words.ts'

/** What to do now, in a line: the first cure that everything else waits for. */
export function nextStep({ findings, description }: Examination, live: boolean, { next }: Words): string {
  const errors = findings.filter(({ level }) => level === 'error')
  if (errors.some(({ cure }) => cure === 'init')) return next.init
  const loading = errors.find(({ cure }) => isLoading(cure))?.cure
  if (loading !== undefined && errors.every(({ cure }) => isLoading(cure))) return next.variables(loading)
  const sandbox = errors.find(({ cure }) => cure !== undefined && cure !== 'init' && !isLoading(cure))?.cure
  const onlyReadable = description !== undefined || errors.every(({ cure }) => cure !== undefined)
  if (sandbox !== undefined && onlyReadable) return next.sandbox(sandbox)
  if (description === undefined) return next.config
  return errors.length > 0 ? next.mend : paying(description, live, next)
}

function paying(description: Description, live: boolean, next: Words['next']): string {
  const isReal = description.accounts.some(({ endpoints }) => endpoints === undefined)
  const line = payLine(description, isReal ? '0.01' : '1.00')
  const pay = line === 'retired' || line === 'callback' || line === 'wallet' ? next.noPay[line] : next.pay(line)
  return isReal && !live ? next.live(pay) : pay
}
