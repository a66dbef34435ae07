import { expect, it } from 'vitest'
import { CASES } from './areas/all.ts'
import { caseLines } from './cases.ts'
import { alipayRecipes } from './mutations/alipay.ts'
import { qqRecipes } from './mutations/qq.ts'
import { weChatRecipes } from './mutations/wechat.ts'
import { NOT_YET } from './not-yet.ts'
import { isWrong, reportText } from './report.ts'
import { runCases } from './run.ts'
import { aliForm } from './world/alipay.ts'
import { qqXml } from './world/qq.ts'

/** Of each area what is quick: `npm run abuse` tries everything. */
const QUICK = [
  ...['A001', 'A003', 'A004', 'A008', 'A012', 'A014', 'A016', 'A018', 'A021', 'A025', 'A027', 'A028', 'A029', 'A031', 'A033'],
  ...['A038', 'A042', 'A044', 'A045', 'A048', 'A052', 'A057', 'A060', 'A068', 'A073', 'A074', 'A076', 'A078'],
]

it('a part of the cases and one mutation of forty: nothing is let through, and every hard good input is handled', async () => {
  const { results, notTestable } = await runCases({ only: [...QUICK, 'M-qq', 'M-wx', 'M-ali'], oneMutationOf: 40 })
  expect(results.filter(isWrong)).toEqual([])
  expect(reportText(results, notTestable)).toMatch(
    /\nbad inputs tried: [0-9]{3}, let through: 0\nhard good inputs tried: [0-9]+, handled: [0-9]+$/,
  )
})

it('every line of test-fixtures/abuse is either tried or said to be not testable yet, with the reason', () => {
  const ids = caseLines().map(({ id }) => id)
  expect(ids).toEqual(Array.from({ length: 90 }, (_none, index) => `A${String(index + 1).padStart(3, '0')}`))
  expect(ids.filter((id) => !(id in CASES))).toEqual(Object.keys(NOT_YET))
  expect(Object.keys(CASES).filter((id) => !ids.includes(id) || id in NOT_YET)).toEqual([])
})

it('a notify of each wallet has at least six hundred mutations, of which some change layout alone', () => {
  const fields = Object.fromEntries([...'abcdefghijklmno'].map((name) => [name, '1234567890']))
  const resource = { original_type: 'x', algorithm: 'x', ciphertext: 'x', associated_data: 'x', nonce: 'x' }
  const samples = {
    qq: qqRecipes({ headers: [], body: qqXml({ ...fields, sign: 'A' }) }),
    wx: weChatRecipes({
      headers: [],
      body: Buffer.from(JSON.stringify({ id: '1', create_time: '1', event_type: '1', summary: '1', resource })),
    }),
    ali: alipayRecipes({ headers: [], body: aliForm({ ...fields, sign: 'A' }) }),
  }
  for (const [name, recipes] of Object.entries(samples)) {
    expect([name, recipes.length]).toEqual([name, expect.toSatisfy((count: number) => count >= 600)])
    expect(recipes.filter(({ kind }) => kind === 'layout').length).toBeGreaterThan(10)
    expect(new Set(recipes.map(({ input }) => input)).size).toBe(recipes.length)
  }
})
