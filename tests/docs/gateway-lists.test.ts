/** What the pages list of the gateway, held against the gateway, both ways. */
import { describe, expect, it } from 'vitest'
import { EVENT_TYPES } from '../../packages/cashier/src/events/event.ts'
import { createMetrics } from '../../packages/gateway/src/metrics.ts'
import { KINDS } from '../../packages/gateway/src/problem/kinds.ts'
import { describedRoutes, routesWithoutKey } from './gateway.fixture.ts'
import { readPage, sectionOf, tableRows } from './pages.ts'

const words = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)
const rowsBelow = (path: string, heading: RegExp) => tableRows(readPage(path), heading).slice(1)

describe('docs/http-api.md', () => {
  const page = readPage('docs/http-api.md')
  const tables = sectionOf(page, /^## Routes/).split(/\n(?!\|)/)
  const [keyed = [], open = []] = tables.filter((part) => part.includes('| --- |')).map((part) => tableRows(part).slice(1))

  it('has every route under /v1 with its scope, in the order of the document', () => {
    expect(keyed.map(([route, scope]) => [...words(route), ...words(scope)])).toEqual(
      describedRoutes().map(({ method, path, scope }) => [`${method} ${path}`, scope]),
    )
  })

  it('has every route without a key', () => {
    const told = open.flatMap(([cell]) => {
      const [first = '', ...more] = words(cell)
      return [first, ...more.map((path) => `${first.split(' ')[0]} ${path}`)]
    })
    expect(told.toSorted()).toEqual(routesWithoutKey().toSorted())
  })

  it('has every problem with status, code and advice, in the order of the table', () => {
    const section = sectionOf(page, /^## Problems/)
    const told = tableRows(section.slice(section.indexOf('| `type`'))).slice(1)
    expect(told.map(([type, status, code, retry]) => [...words(type), Number(status), ...words(code), ...words(retry)])).toEqual(
      Object.entries(KINDS).map(([name, { status, code, retry }]) => [name, status, code, retry]),
    )
  })

  it.each([
    ['payments', '/v1/payments'],
    ['refunds', '/v1/refunds'],
    ['events', '/v1/events'],
    ['reconciliations', '/v1/reconciliations'],
    ['day', '/v1/reconciliations/{account}/{day}'],
  ])('has every parameter of the list of %s', (name, path) => {
    const told = rowsBelow('docs/http-api.md', /^## Lists/).filter(([, of = '']) => of.split(', ').includes(name))
    const query = describedRoutes().find((doc) => doc.method === 'GET' && doc.path === path)?.query
    const known = Object.keys(Object(Reflect.get(Object(query), 'shape')))
    expect(told.flatMap(([parameter]) => words(parameter)).toSorted()).toEqual(known.toSorted())
  })
})

describe('events', () => {
  it.each([
    ['docs/webhooks.md', /^## What comes/],
    ['docs/cashier.md', /^## Events/],
    ['docs/cashier.zh-CN.md', /^## 事件/],
  ])('%s has every type, and no other', (path, heading) => {
    expect(rowsBelow(path, heading).flatMap(([type]) => words(type))).toEqual(EVENT_TYPES)
  })

  it('docs/webhooks.md has the waits of the schedule', () => {
    const [, waits = ''] = /WAITS_MS = \[([^\]]+)\]/.exec(readPage('packages/cashier/src/delivery/schedule.ts')) ?? []
    const units: Readonly<Record<string, string>> = { SECOND: 's', MINUTE: 'min', HOUR: 'h' }
    const known = [...waits.matchAll(/(\d+) \* (\w+)/g)].map(([, count, unit = '']) => `${count} ${units[unit]}`)
    const [, [, ...told] = []] = tableRows(readPage('docs/webhooks.md'), /^## Retries/)
    expect(told).toEqual(['at once', ...known])
  })
})

describe.each([
  ['docs/operations.md', /^## Metrics/, /^## Logs/],
  ['docs/operations.zh-CN.md', /^## 指标/, /^## 日志/],
])('%s', (path, metrics, logs) => {
  it('has every metric with its labels, and no other', async () => {
    const told = rowsBelow(path, metrics).map(([name, labels]) => [...words(name), ...words(labels)])
    expect(told).toEqual(knownMetrics())
    // None is made elsewhere.
    const moment = { now: 0, accounts: [], queue: { depth: 0, limit: 1 }, draining: false, standing: undefined }
    const text = await createMetrics({ version: '0' }).read(moment)
    const shown = [...text.matchAll(/^# TYPE tpkit_(\w+) /gm)].map(([, name = '']) => name)
    expect(told.map(([name]) => name).toSorted()).toEqual(shown.toSorted())
  })

  it('has every event of every log with its level, and no other', () => {
    const told = rowsBelow(path, logs).map(([event, level]) => [...words(event), words(level)[0]])
    const levels = levelsOf(readPage('packages/gateway/src/log-pino.ts'))
    expect(told).toEqual(expect.arrayContaining([...levels]))
    expect(told.map(([event]) => event).toSorted()).toEqual(knownEvents().toSorted())
  })
})

/** Name and labels, as the source makes them. */
function knownMetrics(): readonly (readonly string[])[] {
  const source = readPage('packages/gateway/src/metrics/meters.ts')
  const made = source.matchAll(/(?:counter|histogram|gauge)\('(\w+)',\s*(?:'[^']*'|"[^"]*"),\s*\[([^\]]*)\]/g)
  return [...made].map(([, name = '', labels = '']) => [name, ...labels.split(/[',\s]+/).filter((label) => label !== '')])
}

function levelsOf(source: string): readonly (readonly string[])[] {
  const [, table = ''] = /const LEVELS[^{]*\{([^}]*)\}/.exec(source) ?? []
  return [...table.matchAll(/^ {2}'?([\w.-]+)'?: '(\w+)'/gm)].map(([, event = '', level = '']) => [event, level])
}

function knownEvents(): readonly string[] {
  const sources = ['packages/gateway/src/log.ts', 'packages/core/src/ports.ts', 'packages/cashier/src/ports.ts'].map(readPage)
  return sources.flatMap((source) => [...source.matchAll(/readonly event: '([^']+)'/g)].map(([, event = '']) => event))
}

it.each(['docs/configuration.md', 'docs/configuration.zh-CN.md'])('%s has every limit with what is usual', (path) => {
  const [, usual = ''] = /const USUAL = \{([^}]*)\}/.exec(readPage('packages/tpkit/src/gateway/settings.ts')) ?? []
  const known = [...usual.matchAll(/(\w+): ([\d_]+)/g)].map(([, name, value = '']) => [name, Number(value.replaceAll('_', ''))])
  const [row = ''] = /^\| `limits` \|.*$/m.exec(readPage(path)) ?? []
  const told = [...row.matchAll(/`(\w+)` ?[(（](\d+)[)）]/g)].map(([, name, value]) => [name, Number(value)])
  expect(told.toSorted()).toEqual(known.toSorted())
})
