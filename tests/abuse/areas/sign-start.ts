import type { Cases } from '../trial.ts'
import type { ProductionWish } from '../world/production.ts'
import { begun, refusedFor, type Starts, tryStarts } from './start.ts'

/** Where each stands in the configuration, by the name of its reference. */
const FIELDS = {
  ABUSE_QQ_API_KEY: 'accounts.qq.apiKey',
  ABUSE_WX_API_V3_KEY: 'accounts.wx.apiV3Key',
  ABUSE_WX_PRIVATE_KEY: 'accounts.wx.privateKey',
  ABUSE_WX_PUBLIC_KEY: 'accounts.wx.publicKey',
  ABUSE_ALI_PRIVATE_KEY: 'accounts.ali.privateKey',
  ABUSE_ALI_PUBLIC_KEY: 'accounts.ali.alipayPublicKey',
  ABUSE_DIGEST_KEY: 'digestKey',
  ABUSE_SEAL_KEY: 'sealKeys',
  ABUSE_HOOK_SECRET: 'secrets',
} as const
const VALUES = { empty: '', 'a placeholder': 'changeme', spaces: '    ' }
/** Those that have no form of their own beside their length. */
const FREE: readonly string[] = ['ABUSE_QQ_API_KEY', 'ABUSE_WX_API_V3_KEY', 'ABUSE_DIGEST_KEY', 'ABUSE_SEAL_KEY']

const INPUTS = Object.entries(FIELDS).flatMap(([name, field]) => {
  const values = FREE.includes(name) ? { ...VALUES, 'a placeholder, again and again': 'changeme'.repeat(5) } : VALUES
  return Object.entries(values).map(([what, value]) => ({ name, field, value, input: `${field}: ${what}` }))
})

/** Each a process: begun with the run, and judged at its end. */
export const keyStarts: Starts = begun((planted) => {
  const changes = INPUTS.map(({ input, name, value }): [string, Partial<ProductionWish>] => [input, { env: { [name]: value } }])
  return tryStarts(new Map([...changes, ['right', {}]]), planted)
})

export const signStart: Cases = {
  A006: async (trial) => {
    const starts = await keyStarts(trial.planted)
    for (const { input, field, value } of INPUTS) await trial.bad(input, async () => refusedFor(starts.get(input), field, value))
    await trial.twin('every key as it must be', async () => {
      const start = starts.get('right')
      return start?.kind === 'serves' ? undefined : `it does not start: ${start?.said.slice(0, 500)}`
    })
  },
}
