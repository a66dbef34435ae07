import { describe, expect, test } from 'vitest'
import type { Outcome } from '../contract/outcome.ts'
import type { PayReply, Prompt } from '../contract/reply.ts'
import { promptedThere } from './prompted-there.ts'

const ENDPOINTS = { 'https://wallet.example': 'http://127.0.0.1:9121' }
const done = (prompt: Prompt): Outcome<PayReply> => ({ kind: 'done', value: { outTradeNo: 'T_1', prompt } })
const led = (prompt: Prompt): Prompt | undefined => {
  const outcome = promptedThere(done(prompt), ENDPOINTS)
  return outcome.kind === 'done' ? outcome.value.prompt : undefined
}

describe('what a browser carries to the wallet itself', () => {
  test('leads to the sandbox where the account does', () => {
    expect(led({ kind: 'redirect', url: 'https://wallet.example/pay?a=1&sign=x' })).toEqual({
      kind: 'redirect',
      url: 'http://127.0.0.1:9121/pay?a=1&sign=x',
    })
    const fields = { sign: 'x', notify_url: 'https://wallet.example/not-this' }
    expect(led({ kind: 'form', action: 'https://wallet.example/pay', fields })).toEqual({
      kind: 'form',
      action: 'http://127.0.0.1:9121/pay',
      fields,
    })
  })

  test.each([
    'https://wallet.example.other/pay',
    'https://wallet.example:8443/pay',
    'https://other.example/https://wallet.example/',
  ])('stays what it is where it is of another origin: %s', (url) => {
    expect(led({ kind: 'redirect', url })).toEqual({ kind: 'redirect', url })
  })

  test('stays what it is at the real wallet, and so does what no browser carries', () => {
    const real: Prompt = { kind: 'redirect', url: 'https://wallet.example/pay' }
    expect(promptedThere(done(real), undefined)).toEqual(done(real))
    const code: Prompt = { kind: 'qr', text: 'https://wallet.example/q/1' }
    expect(led(code)).toBe(code)
  })
})
