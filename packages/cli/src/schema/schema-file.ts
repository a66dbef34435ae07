import { configJsonSchema } from '@tpkit/core/config'
import type { FoundPlugin } from '../plugins/find.ts'

/** What an editor is told of the configuration, with the plugins at hand. */
export function schemaText(plugins: readonly FoundPlugin[]): string {
  // In an order of their own, whoever named them first.
  const sorted = plugins.toSorted((a, b) => (a.specifier < b.specifier ? -1 : 1))
  const known = sorted.map(({ specifier, plugin }) => ({ specifier, plugin }))
  return `${JSON.stringify(configJsonSchema(known), null, 2)}\n`
}
