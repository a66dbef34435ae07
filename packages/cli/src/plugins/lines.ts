import { formatMoney, type Manifest, money } from '@tpkit/core'
import { alignRows, displayWidth, padTo } from '../desk/table.ts'
import type { Lang } from '../lang.ts'
import { SCENES } from '../pay/scenes.ts'
import type { FoundPlugin } from './find.ts'
import { ABILITIES, WORDS, type Words } from './words.ts'

type Row = readonly string[]

/** What the plugins can do, side by side, in blocks that fit a terminal. */
export function pluginLines(plugins: readonly FoundPlugin[], lang: Lang, columns = 80): readonly string[] {
  const words = WORDS[lang]
  const cells = readyFirst(plugins).map(({ manifest }) => cellsOf(manifest, words, lang))
  const labels = labelsOf(words)
  const labelWidth = Math.max(...labels.map(displayWidth))
  return blocks(cells, labelWidth, columns).flatMap((block, at) => {
    const rows = labels.map((label, row) => [padTo(label, labelWidth), ...block.map((column) => column[row] ?? '')])
    return [...(at > 0 ? [''] : []), ...alignRows(rows)]
  })
}

/** The addresses that each plugin calls, one a line: a firewall has to let them through. */
export function originLines(plugins: readonly FoundPlugin[], lang: Lang): readonly string[] {
  const rows = readyFirst(plugins).flatMap(({ manifest: { title, origins } }) =>
    origins.map((origin, at) => [`  ${at === 0 ? title[lang] : ''}`, origin]),
  )
  return alignRows(rows)
}

function readyFirst(plugins: readonly FoundPlugin[]): readonly FoundPlugin[] {
  return plugins.toSorted((a, b) => Number(b.manifest.status === 'ready') - Number(a.manifest.status === 'ready'))
}

/** So many plugins side by side as fit. */
function blocks(cells: readonly Row[], labelWidth: number, columns: number): readonly (readonly Row[])[] {
  const found: Row[][] = []
  let used = 0
  for (const column of cells) {
    const width = 2 + Math.max(...column.map(displayWidth))
    const last = found.at(-1)
    if (last && labelWidth + used + width <= columns) last.push(column)
    else found.push([column])
    used = found.at(-1)?.length === 1 ? width : used + width
  }
  return found
}

function labelsOf({ status, heads, scenes, abilities, limits }: Words): Row {
  const named = (name: string, meaning: string) => `  ${padTo(name, 14)}${meaning}`
  return [
    '',
    status.label,
    heads.scenes,
    ...SCENES.map((scene) => named(scene, scenes[scene])),
    heads.abilities,
    ...ABILITIES.map((ability) => named(ability, abilities[ability])),
    heads.limits,
    ...[limits.amount, limits.refund, limits.qr, limits.statement].map((label) => `  ${label}`),
  ]
}

/** In the order of `labelsOf`. */
function cellsOf(manifest: Manifest, words: Words, lang: Lang): Row {
  const tick = (has: boolean): string => (has ? '✓' : '–')
  return [
    manifest.title[lang],
    words.status[manifest.status],
    '',
    ...SCENES.map((scene) => tick(manifest.scenes.includes(scene))),
    '',
    ...ABILITIES.map((ability) => tick(manifest.abilities.includes(ability))),
    '',
    ...limitsOf(manifest, words),
  ]
}

function limitsOf({ limits, timing }: Manifest, words: Words): Row {
  const currency = limits.currencies[0] ?? 'CNY'
  const qrMs = timing.promptLifeMs.native
  return [
    grouped(formatMoney(money(limits.maxAmount, currency))) + (currency === 'CNY' ? '' : ` ${currency}`),
    words.days(limits.refundWindowDays),
    qrMs === undefined ? '–' : words.minutes(Math.round(qrMs / 60_000)),
    timing.statement ? words.days(timing.statement.keptDays) : '–',
  ]
}

function grouped(amount: string): string {
  return amount.replace(/\.0+$/, '').replace(/\B(?=(?:\d{3})+(?:\.|$))/g, ',')
}
