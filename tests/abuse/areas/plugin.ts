import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { paidBy } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import type { More } from '../world/config.ts'
import { NotStarted } from '../world/gateway.ts'
import { shortly } from '../world/sold.ts'
import { openWorld } from '../world/world.ts'

const PLUGIN = fileURLToPath(new URL('../world/hostile-plugin.ts', import.meta.url))
const HOWS = ['throws', 'rejects', 'float', 'number', 'steals', 'nonsense', 'hangs', 'unasked', 'tells'] as const

/** What a module exports in the place of the plugin as it is. */
const MODULES: Readonly<Record<string, string>> = {
  'scenes and abilities that nobody knows':
    "{ ...plugin, manifest: { ...plugin.manifest, scenes: ['native', 'hypnosis'], abilities: ['teleport'] } }",
  'a name of another form': "{ ...plugin, name: '../qqwallet' }",
  'a contract of tomorrow': "{ ...plugin, contract: '99.0' }",
  'no manifest': '{ ...plugin, manifest: undefined }',
  'no schema': '{ ...plugin, config: undefined }',
  'a schema that throws': "{ ...plugin, config: { safeParse: () => { throw new Error('broken') } } }",
  'a verb less': "{ ...plugin, tp: () => ({ ...plugin.tp({ how: 'x' }), pay: undefined }) }",
  'a factory that throws': "{ ...plugin, tp: () => { throw new Error('broken') } }",
  nothing: 'undefined',
  'an error while it loads': "(() => { throw new Error('broken') })()",
  "another provider's name": "{ ...plugin, name: 'qqwallet', manifest: { ...plugin.manifest, provider: 'qqwallet' } }",
}

export const plugin: Cases = {
  A085: async (first) => {
    const world = await openWorld({ planted: first.planted, more: hostile(HOWS) })
    try {
      const trial = first.at(world, { patient: true, failsInside: true })
      for (const how of HOWS) {
        await trial.bad(`a plugin that ${how}: pay`, () => failsAlone(trial, how))
        await trial.bad(`a plugin that ${how}: notify`, () => booksNothing(trial, how))
        await trial.twin(`another provider beside it (${how})`, async () => paidBy(trial, await trial.shop.sell('wx')))
      }
    } finally {
      await world.close()
    }
    await modules(first)
  },
}

function hostile(hows: readonly string[], module = PLUGIN): More {
  const names = hows.map((how) => ({ how, name: `hostile-${how}` }))
  return {
    accounts: Object.fromEntries(
      names.map(({ how, name }) => [name, { plugin: module, how, notifyUrl: `http://127.0.0.1:9/notify/${name}` }]),
    ),
    methods: Object.fromEntries(names.map(({ name }) => [`wallet-${name}`, name])),
  }
}

/** Whatever it says of money is believed only in the right form; whatever else it does is its own failure. */
async function failsAlone(trial: Trial, how: string): Promise<string | undefined> {
  const { shop, world } = trial
  const order = {
    orderNo: shop.orderNo(),
    method: `wallet-hostile-${how}`,
    scene: 'native',
    subject: 'Tea',
    total: { amount: 10_000, currency: 'CNY' },
  }
  const answer = await shop.ask('a', 'POST', '/v1/payments', { body: order })
  const held = await world.ledger.read.order({ merchant: 'main', orderNo: order.orderNo })
  if (held?.order.status === 'paid') return 'the order is paid'
  if (answer.status === 0) return 'no answer'
  if (how === 'tells') return world.canaries.found(answer.body).join() || undefined
  const mayWork = how === 'steals' || how === 'unasked'
  return answer.status === 201 && !mayWork ? `expected a failure, found ${shortly(answer)}` : undefined
}

/** A word of one provider about another one's order. */
async function booksNothing(trial: Trial, how: string): Promise<string | undefined> {
  const { shop, world } = trial
  const { orderNo } = await shop.ordered('qq')
  await shop.notify(`hostile-${how}`, { headers: [], body: Buffer.from('x') })
  for (const number of [orderNo, 'T000001']) {
    const held = await world.ledger.read.order({ account: 'qq-a', outTradeNo: number })
    if (held?.order.status === 'paid') return `${number} is paid`
  }
  return undefined
}

/** Which of them a start names. All of them stand in one configuration: the loader tells of all at once. */
async function modules(trial: Trial): Promise<void> {
  const files = await Promise.all(Object.entries(MODULES).map(([what, text], index) => written(trial, what, text, index)))
  const said = await refusal(trial, files, async () => undefined)
  for (const file of files)
    await trial.bad(`a plugin with ${file.what}`, async () => {
      if (said.includes(`hostile-${file.how}`)) return undefined
      return worksBeside(trial, file)
    })
}

interface Module {
  readonly what: string
  readonly how: string
  readonly path: string
}

async function written({ world }: Trial, what: string, text: string, index: number): Promise<Module> {
  const path = join(world.folder, `hostile-${index}.mjs`)
  await writeFile(path, `import plugin from ${JSON.stringify(pathToFileURL(PLUGIN).href)}\nexport default ${text}\n`)
  return { what, how: `m${index}`, path }
}

function accountsOf(files: readonly Module[]): More {
  const each = files.map(({ how, path }) => hostile([how], path))
  return {
    accounts: Object.assign({}, ...each.map(({ accounts }) => accounts)),
    methods: Object.assign({}, ...each.map(({ methods }) => methods)),
  }
}

/** What a start with these says against them; nothing where they stand beside the others and do them no harm. */
async function refusal(first: Trial, files: readonly Module[], beside: (trial: Trial) => Promise<unknown>): Promise<string> {
  try {
    const world = await openWorld({ planted: first.planted, more: accountsOf(files) })
    try {
      await beside(first.at(world))
      return ''
    } finally {
      await world.close()
    }
  } catch (error) {
    if (error instanceof NotStarted && error.exitCode !== 0) return error.said
    throw error
  }
}

async function worksBeside(first: Trial, file: Module): Promise<string | undefined> {
  let wrong: string | undefined
  const said = await refusal(first, [file], async (trial) => {
    wrong = await paidBy(trial, await trial.shop.sell('qq'))
  })
  return (
    wrong ?? (said === '' || said.includes(`hostile-${file.how}`) ? undefined : `expected its name, found ${said.slice(0, 300)}`)
  )
}
