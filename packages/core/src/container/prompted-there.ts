import type { Outcome } from '../contract/outcome.ts'
import type { PayReply, Prompt } from '../contract/reply.ts'

/**
 * At a sandbox: the payer's browser is led where the account's own calls are. A protocol that signs for a browser and sends nothing
 * names the real wallet's address, for it knows no other.
 */
export function promptedThere(
  outcome: Outcome<PayReply>,
  endpoints: Readonly<Record<string, string>> | undefined,
): Outcome<PayReply> {
  if (!endpoints || outcome.kind !== 'done' || !outcome.value.prompt) return outcome
  return { ...outcome, value: { ...outcome.value, prompt: led(outcome.value.prompt, endpoints) } }
}

function led(prompt: Prompt, endpoints: Readonly<Record<string, string>>): Prompt {
  if (prompt.kind === 'redirect') return { ...prompt, url: rewritten(prompt.url, endpoints) }
  return prompt.kind === 'form' ? { ...prompt, action: rewritten(prompt.action, endpoints) } : prompt
}

function rewritten(address: string, endpoints: Readonly<Record<string, string>>): string {
  const found = Object.entries(endpoints).find(
    ([origin]) => address === origin || (/^[/?#]/.test(address.slice(origin.length)) && address.startsWith(origin)),
  )
  return found ? found[1] + address.slice(found[0].length) : address
}
