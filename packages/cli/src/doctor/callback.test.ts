import type { AccountDescription } from 'tpkit'
import { describe, expect, it } from 'vitest'
import { callbackFindings } from './callback.ts'
import { WORDS } from './spoken.ts'

function finding(notifyUrl: string | undefined, mode: 'production' | 'development', endpoints?: Record<string, string>) {
  // What the rule reads of an account, no more.
  const account = { name: 'qq-main', ...(notifyUrl !== undefined && { notifyUrl }), ...(endpoints && { endpoints }) }
  return callbackFindings(account as AccountDescription, { mode }, WORDS.en)[0]
}

describe('the address that a wallet calls', () => {
  it.each([
    ['https://pay.example.com/notify/qq-main', 'ok', /https, public/],
    ['https://pay.example.com/api/notify/qq-main', 'ok', /https, public/],
    [undefined, 'warning', /none/],
    ['pay.example.com', 'error', /not an address/],
    ['ftp://pay.example.com/notify/qq-main', 'error', /not an address/],
    ['https://pay.example.com/notify/qq-main?x=1', 'error', /query string/],
    ['http://pay.example.com/notify/qq-main', 'error', /not https/],
    ['https://127.0.0.1/notify/qq-main', 'error', /private or local/],
    ['https://192.168.1.4/notify/qq-main', 'error', /private or local/],
    ['https://172.20.0.1/notify/qq-main', 'error', /private or local/],
    ['https://[::1]/notify/qq-main', 'error', /private or local/],
    ['https://[fd00::1]/notify/qq-main', 'error', /private or local/],
    ['https://shop.local/notify/qq-main', 'error', /private or local/],
    ['https://172.32.0.1/notify/qq-main', 'ok', /public/],
    ['https://pay.example.com/notify', 'warning', /does not end with/],
    ['https://pay.example.com/notify/qq-other', 'warning', /does not end with/],
  ] as const)('%s is %s in production', (notifyUrl, level, found) => {
    expect(finding(notifyUrl, 'production')).toMatchObject({ level, found: expect.stringMatching(found) })
  })

  it('may be on this machine for a sandbox, and is worth a look for a real wallet in development', () => {
    const local = 'http://127.0.0.1:8080/notify/qq-main'
    expect(finding(local, 'development', { 'https://wallet.example': 'http://127.0.0.1:1' })?.level).toBe('ok')
    expect(finding(local, 'development')?.level).toBe('warning')
  })
})
