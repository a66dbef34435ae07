import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { MERCHANT, signedXml } from '../qqwallet/asking.fixture.ts'
import { readXml } from '../qqwallet/xml.ts'
import { call, type Reply, sandboxFor } from './http.fixture.ts'
import type { SandboxAccount } from './qqwallet/account.ts'
import type { Sandbox } from './sandbox.ts'

const UNIFIED = '/cgi-bin/pay/qpay_unified_order.cgi'
const REFUND = '/cgi-bin/pay/qpay_refund.cgi'

const fileOf = (reference: string): string => reference.replace(/^file:/, '')
const read = (reference: string): Promise<string> => readFile(fileOf(reference), 'utf8')

const order = ({ url }: Sandbox, account: SandboxAccount): Promise<Reply> =>
  call(url + UNIFIED, { method: 'POST', body: signedXml('order', {}, account) })

/** A refund of nothing, with the certificate of `shows`. */
async function refund({ tlsUrl }: Sandbox, account: SandboxAccount, shows: SandboxAccount): Promise<Reply> {
  const tls = { ca: await read(shows.ca), cert: await read(shows.certificate.cert), key: await read(shows.certificate.key) }
  const values = { out_trade_no: 'T-9', op_user_id: account.operatorId }
  return call(tlsUrl + REFUND, { method: 'POST', tls, body: signedXml('refund', values, account) })
}

describe('one more merchant', () => {
  test('has a number, secrets and a certificate of their own', async () => {
    const sandbox = await sandboxFor()
    const { account } = await sandbox.enrol({ name: 'Second shop' })
    const first = sandbox.account
    expect(account.mchId).toMatch(/^[0-9]{10}$/)
    for (const key of ['mchId', 'apiKey', 'operatorPassword'] as const) expect(account[key]).not.toBe(first[key])
    expect(account.endpoints).toEqual(first.endpoints)
    expect(await read(account.ca)).toBe(await read(first.ca))
    expect(readXml((await order(sandbox, account)).text)?.get('result_code')).toBe('SUCCESS')
  })

  test('is let in with their own certificate, and not with another of this authority', async () => {
    const sandbox = await sandboxFor()
    const { account } = await sandbox.enrol()
    expect(await refund(sandbox, account, account)).toMatchObject({ status: 200 })
    expect(await refund(sandbox, account, sandbox.account)).toMatchObject({ status: 403 })
  })

  test('shares the wallet, where one number of two merchants is two orders', async () => {
    const sandbox = await sandboxFor()
    const { account, wallet, clock } = await sandbox.enrol()
    await order(sandbox, sandbox.account)
    await order(sandbox, account)
    expect(wallet.books(clock.now()).map(({ mchId }) => mchId)).toEqual([sandbox.account.mchId, account.mchId])
  })

  test('gets the number that they want, if it is free and is one', async () => {
    const sandbox = await sandboxFor({ qqwallet: MERCHANT })
    expect((await sandbox.enrol({ mchId: '1800000001' })).account.mchId).toBe('1800000001')
    await expect(sandbox.enrol({ mchId: '1800000001' })).rejects.toThrow(/1800000001, which is taken/)
    await expect(sandbox.enrol({ mchId: MERCHANT.mchId, ownWallet: true })).rejects.toThrow(/is taken/)
    await expect(sandbox.enrol({ mchId: '1' })).rejects.toThrow(/expected 8 to 10 digits/)
    await expect(sandbox.enrol({ mchId: '../../etc', ownWallet: true })).rejects.toThrow(/expected 8 to 10 digits/)
    expect((await sandbox.enrol({ mchId: '1800000002', ownWallet: true })).account.mchId).toBe('1800000002')
  })

  test('a number whose enrolment failed is free again', async () => {
    const sandbox = await sandboxFor()
    await expect(sandbox.enrol({ mchId: '1800000001', apiKey: '' })).rejects.toThrow(/apiKey/)
    expect((await sandbox.enrol({ mchId: '1800000001' })).account.mchId).toBe('1800000001')
  })

  test.each([false, true])('so is one whose files could not be written (a wallet of their own: %s)', async (ownWallet) => {
    const dir = await mkdtemp(join(tmpdir(), 'tpkit-sandbox-test-'))
    onTestFinished(() => rm(dir, { recursive: true }))
    const sandbox = await sandboxFor({ dir })
    await writeFile(join(dir, 'merchants'), 'a file where a folder should be')
    await expect(sandbox.enrol({ mchId: '1800000001', ownWallet })).rejects.toThrow(/EEXIST|ENOTDIR/)
    await rm(join(dir, 'merchants'))
    const { account } = await sandbox.enrol({ mchId: '1800000001', ownWallet })
    expect(readXml((await order(sandbox, account)).text)?.get('result_code')).toBe('SUCCESS')
  })

  test('many at once all differ', async () => {
    const sandbox = await sandboxFor()
    const all = await Promise.all(Array.from({ length: 40 }, (_, index) => sandbox.enrol({ ownWallet: index % 2 === 0 })))
    expect(new Set(all.map(({ account }) => account.mchId)).size).toBe(40)
  })

  test('leaves files that go with the sandbox', async () => {
    const sandbox = await sandboxFor()
    const { account } = await sandbox.enrol()
    const dir = dirname(fileOf(account.certificate.cert))
    expect(existsSync(dir)).toBe(true)
    await sandbox.close()
    expect(existsSync(dir)).toBe(false)
  })
})

describe('a wallet of their own', () => {
  test('has its own books, faults and clock, behind the same doors', async () => {
    const sandbox = await sandboxFor()
    const own = await sandbox.enrol({ ownWallet: { faults: [{ fault: 'http-503', call: 'pay' }] } })
    expect(await order(sandbox, own.account)).toMatchObject({ status: 503 })
    expect(await order(sandbox, sandbox.account)).toMatchObject({ status: 200 })
    own.wallet.faults.arm([])
    expect(await order(sandbox, own.account)).toMatchObject({ status: 200 })
    expect(own.wallet.books(own.clock.now())).toHaveLength(1)
    expect(await refund(sandbox, own.account, own.account)).toMatchObject({ status: 200 })
    expect(await refund(sandbox, own.account, sandbox.account)).toMatchObject({ status: 403 })
  })

  test('ends with its merchant, whom nobody knows from then on', async () => {
    const sandbox = await sandboxFor()
    const own = await sandbox.enrol({ ownWallet: true })
    await own.leave()
    const { text } = await order(sandbox, own.account)
    expect(readXml(text)?.get('return_code')).toBe('FAIL')
    const shared = await sandbox.enrol()
    await shared.leave() // the shared wallet goes on
    expect(await order(sandbox, shared.account)).toMatchObject({ status: 200 })
  })

  test("another's number in a message leads into that wallet, where the signature does not hold", async () => {
    const sandbox = await sandboxFor()
    const own = await sandbox.enrol({ ownWallet: true })
    const body = signedXml('order', {}, { ...sandbox.account, mchId: own.account.mchId })
    const { text } = await call(sandbox.url + UNIFIED, { method: 'POST', body })
    expect(readXml(text)?.get('return_code')).toBe('FAIL')
    expect(own.wallet.books(own.clock.now())).toEqual([])
  })
})
