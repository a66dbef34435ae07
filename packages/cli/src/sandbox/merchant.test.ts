import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '@tpkit/sandbox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drawnMerchant, keepMerchant, keptMerchant } from './merchant.ts'

const KEY = 'test-key-0123456789abcdef0123456'

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tpkit-merchant-'))
})

afterEach(() => rm(dir, { recursive: true, force: true }))

describe('the merchant of a sandbox', () => {
  it('is the same in the next run, so that a pasted account stays right', async () => {
    const first = await startSandbox({ dir })
    await keepMerchant(dir, first.account)
    await first.close()
    const kept = await keptMerchant(dir)
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
    const [one, other] = [drawnMerchant(), drawnMerchant()]
    expect(one.mchId).toMatch(/^19\d{8}$/)
    expect(one.mchId).not.toBe(other.mchId)
  })

  it('is not written through a link that leads elsewhere', async () => {
    const { account, close } = await startSandbox({ dir })
    await symlink(join(dir, 'elsewhere.json'), join(dir, 'merchant.json'))
    await expect(keepMerchant(dir, account)).rejects.toMatchObject({ code: 'EEXIST' })
    await close()
  })

  it('is readable by its owner alone', async () => {
    const { account, close } = await startSandbox({ dir })
    await keepMerchant(dir, account)
    await close()
    expect((await stat(join(dir, 'merchant.json'))).mode & 0o777).toBe(0o600)
  })

  it('is a new one where there was none, and a clear sentence where the file is broken', async () => {
    await expect(keptMerchant(dir)).resolves.toBeUndefined()
    await writeFile(join(dir, 'merchant.json'), `{"mchId":"1900000109","apiKey":"${KEY}","opUserPassword":"test-1"}`)
    await expect(keptMerchant(dir)).resolves.not.toHaveProperty('appId')
    const short = `{"mchId":"1900000109","apiKey":"${KEY.slice(1)}","opUserPassword":"test-1"}`
    for (const text of ['{"mchId":1}', short, 'not json', '']) {
      await writeFile(join(dir, 'merchant.json'), text)
      await expect(keptMerchant(dir)).rejects.toThrow(
        /merchant\.json: expected the merchant of an earlier sandbox.*choose another folder, or delete the file/,
      )
    }
  })
})
