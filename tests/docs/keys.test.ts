/** The keys of a configuration, as the schemas know them, held against the pages, both ways and in both languages. */
import { configJsonSchema } from '@tpkit/core/config'
import alipay from '@tpkit/provider-alipay'
import qqwallet from '@tpkit/provider-qqwallet'
import wechatpay from '@tpkit/provider-wechatpay'
import { describe, expect, it } from 'vitest'
import { readPage, sectionOf, tableRows } from './pages.ts'

type Node = Readonly<Record<string, unknown>>

const plugins = { qqwallet, wechatpay, alipay }
const schema = configJsonSchema(
  Object.entries(plugins).map(([name, plugin]) => ({ specifier: `@tpkit/provider-${name}`, plugin })),
) as Node
const at = (node: unknown, ...path: readonly (string | number)[]): Node =>
  path.reduce((inner, part) => Reflect.get(Object(inner), part) as Node, node as Node)
const account = at(schema, 'properties', 'accounts', 'additionalProperties')
const coreKeys = Object.keys(at(account, 'properties'))

/** What stands in back-ticks in a table's first column. */
function keysIn(section: string): readonly string[] {
  return tableRows(section).flatMap(([cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key))
}

const tablesOf = (text: string): readonly string[] => text.split(/\n(?!\|)/).filter((part) => part.includes('\n|'))

describe.each(['docs/configuration.md', 'docs/configuration.zh-CN.md'])('%s', (path) => {
  const page = readPage(path)
  const [file = '', ofAccount = ''] = tablesOf(sectionOf(page, /^## (The file|文件内容)/))

  it('has every key of the file, and no other', () => {
    expect(keysIn(file).toSorted()).toEqual(Object.keys(at(schema, 'properties')).toSorted())
  })

  it("has every key of an account that is core's, and no other", () => {
    expect(keysIn(ofAccount).toSorted()).toEqual(coreKeys.toSorted())
  })

  it('has every key of a method and its rules, and no other', () => {
    const told = keysIn(sectionOf(page, /^## (Methods and rules|支付方式与路由规则)/)).filter((key) => !SCENES.includes(key))
    expect(told.toSorted()).toEqual(methodKeys().toSorted())
  })
})

const SCENES = ['native', 'micropay', 'jsapi', 'mini', 'app', 'h5', 'page']

describe.each(Object.keys(plugins))("%s's page", (name) => {
  it.each(['.md', '.zh-CN.md'])('%s has every key of its account, and no other', (language) => {
    const page = readPage(`docs/providers/${name}${language}`)
    const section = sectionOf(page, /^## (Which key goes where|哪个密钥填在哪里)/)
    expect(keysIn(section.split('\n\n').filter((part) => part.startsWith('|'))[0] ?? '').toSorted()).toEqual(
      fieldsOf(name).toSorted(),
    )
  })

  it.each(['.md', '.zh-CN.md'])('%s names every key inside a key', (language) => {
    const page = readPage(`docs/providers/${name}${language}`)
    const inner = Object.values(properties(name)).flatMap((field) => Object.keys(at(field, 'properties') ?? {}))
    expect(inner.filter((key) => !new RegExp(`\\b${key}\\b`).test(page))).toEqual([])
  })
})

function properties(name: string): Node {
  const branches = at(account, 'allOf') as unknown as readonly Node[]
  const own = branches.find((branch) => at(branch, 'if', 'properties', 'plugin')?.const === `@tpkit/provider-${name}`)
  return at(own, 'then', 'properties')
}

function fieldsOf(name: string): readonly string[] {
  return Object.keys(properties(name)).filter((key) => !coreKeys.includes(key))
}

/** `use`, `rules`, `merchant`, and `when.…` as the page writes them. */
function methodKeys(): readonly string[] {
  const found = new Set<string>()
  const visit = (node: unknown, inside: string): void => {
    if (typeof node !== 'object' || node === null) return
    if (Array.isArray(node)) for (const each of node) visit(each, inside)
    else
      for (const [key, value] of Object.entries(node)) {
        if (key !== 'properties') visit(value, inside)
        else
          for (const [name, field] of Object.entries(value as Node)) {
            if (name !== 'when') found.add(inside + name)
            visit(field, name === 'when' ? 'when.' : inside)
          }
      }
  }
  visit(at(schema, 'properties', 'methods', 'additionalProperties'), '')
  return [...found]
}
