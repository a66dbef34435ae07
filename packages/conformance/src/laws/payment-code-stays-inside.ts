import { inspect } from 'node:util'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import { EVERY_ANSWER } from '../world/mishaps.ts'

export const paymentCodeStaysInside: Law = {
  name: 'payment-code-stays-inside',
  rule: 'a payment code shows in no recording, log line or error, however the payment ends',
  incident: 'payment codes stood in the logs while they were still good, and whoever read along could charge them elsewhere',
  repair: 'name the field that carries the code in `sensitiveFields`, and write it into no message',
  needs: ['micropay'],
  check: async ({ ours }) => {
    const codes: string[] = []
    const failures: unknown[] = []
    for (const [, mishap] of EVERY_ANSWER) {
      const command = ours.command(ours.counterOrder())
      if (command.scene === 'micropay') codes.push(command.authCode)
      const end = await ended(() => ours.line.during(mishap, () => ours.tp.pay(command)))
      if (end.kind === 'threw' || end.value.kind !== 'done') failures.push(end)
    }
    const { recordings, logs } = ours.written
    for (const [where, things] of Object.entries({ recordings, logs, failures })) {
      const text = inspect(things, { depth: 12, maxStringLength: null, maxArrayLength: null })
      const found = codes.findIndex((code) => text.includes(code))
      demand(found < 0, `no payment code in ${where}`, `that of payment ${found + 1}`, 'whoever reads the logs charges the payer')
    }
  },
}
