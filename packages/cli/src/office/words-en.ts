import type { OfficeWords } from './wording.ts'

export const en: OfficeWords = {
  merchant: {
    head: ['merchant', 'title', 'status', 'requests a minute and key'],
    enabled: 'enabled',
    disabled: (since) => `disabled since ${since}`,
    added: (id, title) => `Merchant ${id}: ${title}`,
    off: (id) => `Merchant ${id} is disabled: none of its keys opens anything. Its wallets' notifies are still heard.`,
    on: (id) => `Merchant ${id} is enabled: its keys open again.`,
    rate: (id, count) => `Merchant ${id}, requests a minute and key: ${count}`,
    usual: "the gateway's own",
  },
  key: {
    head: ['id', 'name', 'mode', 'status', 'last used', 'may'],
    none: 'The merchant has no API key.',
    active: 'active',
    until: (time) => `active until ${time}`,
    expired: (time) => `expired ${time}`,
    revoked: (time) => `revoked ${time}`,
    never: 'never',
    issued: (name, merchant, mode, scopes) => `API key "${name}" of merchant ${merchant}, ${mode}; it may: ${scopes}`,
    once: 'It is not shown again: put it where the app reads it, and nowhere else.',
    really: (name, merchant) => `Revoke "${name}" of merchant ${merchant} for good, really?`,
    gone: (name) => `Revoked: "${name}" opens nothing any more.`,
  },
  hook: {
    head: ['id', 'merchant', 'events', 'secrets', 'address'],
    none: 'No webhook endpoint is registered.',
    all: 'all',
    added: (id, merchant, url) => `Webhook endpoint ${id} of merchant ${merchant}: ${url}`,
    changed: (id, url, types) => `Webhook endpoint ${id}: ${url}; events: ${types}`,
    rotated: (id, count) => `Webhook endpoint ${id}: a new secret signs first; ${count} sign now`,
    dropped: (id) => `Webhook endpoint ${id}: the newest secret signs alone.`,
    removed: (id) => `Webhook endpoint ${id} is removed: nothing is sent there any more.`,
    taken: (id, status, ms) =>
      `Webhook endpoint ${id} took the test event: HTTP ${status} after ${ms} ms. Whether it verified the signature, its own log says.`,
    notTaken: (id, reason) => `Webhook endpoint ${id} did not take the test event: ${reason}`,
    status: (status, ms) => `HTTP ${status} after ${ms} ms, expected 2xx. ${statusHint(status)}`,
    code: (code) => ` (${code})`,
    unanswered: {
      dns: (_ms, code) => `its name was not found${code}. Correct the address, or the name's records.`,
      tls: (_ms, code) =>
        `its certificate or its TLS was not accepted${code}. It needs a certificate for this name that a public authority vouches for, with the whole chain.`,
      address: () =>
        'its address may not be called; nothing was sent. Production calls https alone, under names that lead to public addresses alone; development calls this machine as well. Register another address.',
      timeout: (ms) => `no answer came within ${ms} ms. It must answer once the event is written down, and work afterwards.`,
      connection: (ms, code) =>
        `the connection failed after ${ms} ms${code}. See that its server runs, and that firewalls let this machine through.`,
      answer: (ms) => `what came after ${ms} ms is no HTTP answer of at most 64 KiB. See what listens at this address.`,
    },
    once: {
      whsec: 'It is not shown again: whoever receives the events verifies with it, and shows it to nobody.',
      whpk: 'It is not shown again: whoever receives the events verifies with this public key.',
    },
    reallyDrop: (id) => `Drop the old secrets of ${id}? Whoever still verifies with one of them hears no event any more. Really?`,
    reallyRemove: (url) => `Send no event to ${url} any more, really?`,
  },
  step: {
    issue: 'give an app a key',
    list: 'its keys',
    enable: 'let its keys open again',
    disable: 'let its keys open nothing for a while',
    revoke: 'when it is not needed any more, or somebody else may know it',
    look: 'all of them',
    add: 'tell somebody of events',
    change: 'another address, other events',
    rotate: 'a new secret',
    drop: 'once the receiver verifies with the new one',
    remove: 'end it',
    test: 'see whether it hears',
    again: 'once it is mended',
  },
  nothing: 'nothing is left to do.',
  leftAlone: 'Left alone; nothing was changed.',
}

function statusHint(status: number): string {
  if (status >= 300 && status < 400) return 'A redirect is not followed: register the address that it leads to.'
  if (status === 410) return 'It says that nobody lives there any more: a delivery would disable the endpoint.'
  if (status >= 500) return "Look at the receiver's own log."
  return 'Look at the path, and whether the receiver verifies with the secret of this endpoint.'
}
