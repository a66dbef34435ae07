import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** As `tpkit types` writes it. */
const DECLARATION = `
import type { Account, Method } from 'tpkit'

declare module 'tpkit' {
  interface ConfiguredMethods {
    wallet: Method<'native' | 'jsapi'>
  }
  interface ConfiguredAccounts {
    'qq-main': Account<'native' | 'jsapi', 'close' | 'statement'>
    plain: Account<'native', never>
  }
}
`

const PROGRAM = `
import { cny, loadTpkit } from 'tpkit'

const order = { outTradeNo: 'ORDER_1', subject: 'tea', total: cny.fen(1) }
const tpkit = await loadTpkit()
const reply = await tpkit.method('wallet').pay({ scene: 'native', ...order })
await tpkit.account(reply.account).queryRefund({ ...order, outRefundNo: 'R1' })
await tpkit.account('qq-main').close(order)
for (const name of tpkit.accounts) tpkit.account(name).payee.mchId
// @ts-expect-error no account of the method has this scene
tpkit.method('wallet').explain({ scene: 'h5', ...order })
// @ts-expect-error misspelt
tpkit.method('walet')
// @ts-expect-error misspelt
tpkit.account('qq-mian')
// @ts-expect-error its provider has no such ability
tpkit.account('qq-main').reverse
// @ts-expect-error its provider has no ability at all
tpkit.account('plain').close
`

const TSCONFIG = {
  extends: '../../../../tsconfig.check.json',
  include: ['*.ts'],
}

let folder: string

beforeAll(async () => {
  // Inside the package, so that the program finds it by its name.
  await mkdir(join(import.meta.dirname, '../.tmp'), { recursive: true })
  folder = await mkdtemp(join(import.meta.dirname, '../.tmp/types-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

it('a declaration of the configured names reaches the compiler through the package', async () => {
  await writeFile(join(folder, 'tpkit-names.d.ts'), DECLARATION)
  await writeFile(join(folder, 'program.ts'), PROGRAM)
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG))
  const tsc = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(
    (failed: { stdout: string }) => failed,
  )
  expect(stdout.split('\n').filter((line) => line.includes('/.tmp/'))).toEqual([])
})
