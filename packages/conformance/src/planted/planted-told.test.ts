import { expect, it } from 'vitest'
import { laws } from '../laws.ts'
import { checkLaw } from '../suite.ts'
import { wechatBench } from '../wechatpay.fixture.ts'
import { toldRefundPlants } from './told-refunds.fixture.ts'

it.each(toldRefundPlants)('a provider that $mistake breaks $law at WeChat Pay', async ({ law: name, says, plant }) => {
  const [law] = laws.filter((one) => one.name === name)
  if (!law) throw new Error(`expected the law ${name}`)
  await expect(checkLaw(law, plant)).rejects.toThrow(says)
  await expect(checkLaw(law, wechatBench)).resolves.toBeUndefined()
})
