const WHOLE_BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/** Standard Webhooks: shared bytes behind `whsec_`, an Ed25519 private key (its seed, or seed and public half) behind `whsk_`. */
export function isWebhookSecret(text: string): boolean {
  const [, kind, base64 = ''] = /^(whsec|whsk)_(.*)$/.exec(text) ?? []
  if (kind === undefined || !WHOLE_BASE64.test(base64)) return false
  const { length } = Buffer.from(base64, 'base64')
  return kind === 'whsec' ? length >= 24 && length <= 64 : length === 32 || length === 64
}
