import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '@tpkit/sandbox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepMerchant, keptMerchant } from './kept.ts'
import { prepared } from './local.ts'
import { QQ_KEPT, qqKept, WECHAT_KEPT } from './merchant.ts'

const KEY = 'test-key-0123456789abcdef0123456'

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tpkit-merchant-'))
})

afterEach(() => rm(dir, { recursive: true, force: true }))

describe('the merchant of a sandbox', () => {
  it('is the same in the next run, so that a pasted account stays right', async () => {
    const first = await startSandbox({ dir })
    await keepMerchant(dir, qqKept(first.account), QQ_KEPT)
    await first.close()
    const kept = await keptMerchant(dir, QQ_KEPT)
    const second = await startSandbox({ dir, ...(kept && { qqwallet: kept }) })
    const { apiKey, mchId, appId, appKey, operatorPassword, certificate } = second.account
    expect({ apiKey, mchId, appId, appKey, operatorPassword, certificate }).toEqual({
      apiKey: first.account.apiKey,
      appId: expect.stringMatching(/^[0-9]{10}$/),
      appKey: first.account.appKey,
      mchId: first.account.mchId,
      operatorPassword: first.account.operatorPassword,
      certificate: first.account.certificate,
    })
    await second.close()
  })

  it('has a number of its own in every folder, so that two sandboxes can be told apart', () => {
    for (const form of [QQ_KEPT, WECHAT_KEPT]) {
      const [one, other] = [form.draw(), form.draw()]
      expect(one.mchId).toMatch(/^1[69]\d{8}$/)
      expect(one.mchId).not.toBe(other.mchId)
    }
  })

  it('is not written through a link that leads elsewhere', async () => {
    const { account, close } = await startSandbox({ dir })
    await symlink(join(dir, 'elsewhere.json'), join(dir, 'merchant.json'))
    await expect(keepMerchant(dir, qqKept(account), QQ_KEPT)).rejects.toMatchObject({ code: 'EEXIST' })
    await close()
  })

  it('is readable by its owner alone', async () => {
    const { account, close } = await startSandbox({ dir })
    await keepMerchant(dir, qqKept(account), QQ_KEPT)
    await close()
    expect((await stat(join(dir, 'merchant.json'))).mode & 0o777).toBe(0o600)
  })

  it('is a new one where there was none, and a clear sentence where the file is broken', async () => {
    await expect(keptMerchant(dir, QQ_KEPT)).resolves.toBeUndefined()
    await writeFile(join(dir, 'merchant.json'), `{"mchId":"1900000109","apiKey":"${KEY}","opUserPassword":"test-1"}`)
    await expect(keptMerchant(dir, QQ_KEPT)).resolves.not.toHaveProperty('appId')
    const short = `{"mchId":"1900000109","apiKey":"${KEY.slice(1)}","opUserPassword":"test-1"}`
    for (const text of ['{"mchId":1}', short, 'not json', '']) {
      await writeFile(join(dir, 'merchant.json'), text)
      await expect(keptMerchant(dir, QQ_KEPT)).rejects.toThrow(
        /merchant\.json: expected the merchant of an earlier sandbox.*choose another folder, or delete the file/,
      )
    }
  })

  it('of WeChat Pay keeps its numbers and its APIv3 key; its key pair is new in every run', async () => {
    const [first, second] = [await prepared('wechatpay', dir), await prepared('wechatpay', dir)]
    const one = await first.start({ dir })
    await one.close()
    const other = await (await prepared('wechatpay', dir)).start({ dir })
    await other.close()
    expect([first.isKept, second.isKept, (await prepared('wechatpay', dir)).isKept]).toEqual([false, false, true])
    expect({ ...other.account, endpoints: {} }).toEqual({ ...one.account, endpoints: {} })
    expect((await readFile(join(dir, 'api-v3-key.txt'), 'utf8')).trim()).toBe(Reflect.get(other.account, 'apiV3Key'))
  })

  it('of another wallet is refused, and its sandbox does not start', async () => {
    await keepMerchant(dir, WECHAT_KEPT.draw(), WECHAT_KEPT)
    await expect(prepared('qqwallet', dir)).rejects.toThrow(/expected the merchant of an earlier sandbox/)
  })
})
