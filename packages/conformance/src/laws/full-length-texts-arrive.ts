import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { demandTruth } from '../world/truth.ts'

export const fullLengthTextsArrive: Law = {
  name: 'full-length-texts-arrive',
  rule: 'a subject and an attach of the full length that the manifest promises are taken and arrive whole',
  incident: 'a limit was counted in characters where the wallet counts bytes, and long names failed only in production',
  repair: 'state the limits as the wallet counts them, or check the rest before the first `yield`',
  check: async ({ ours }) => {
    const { subjectLength, attachLength } = ours.tp.manifest.limits
    const subject = 'x'.repeat(subjectLength)
    const sale = await ours.sell({ ...ours.order(undefined, subject), attach: 'y'.repeat(attachLength) })
    const found = ours.books.order(sale)?.subject.length
    demand(found === subjectLength, `a subject of ${subjectLength} characters in the books`, found, 'the payer reads half of it')
    demandTruth(await ours.query(sale), ours.books.order(sale), 'what the manifest promises cannot be sold')
  },
}
