import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FoundPlugin } from '../plugins/find.ts'
import { schemaText } from '../schema/schema-file.ts'
import type { Finding } from './finding.ts'
import type { Words } from './words.ts'

/** Whether editors know the plugins that are installed now; nothing where nobody asked for that. */
export async function schemaFindings(
  file: string,
  base: string,
  plugins: readonly FoundPlugin[],
  words: Words,
): Promise<readonly Finding[]> {
  const head = { check: 'schema', level: 'warning', todo: words.schema.todo } as const
  const [config, schema] = await Promise.all([textAt(file), textAt(join(base, 'tpkit.schema.json'))])
  if (schema === undefined) return config?.includes('tpkit.schema.json') ? [{ ...head, found: words.schema.missing }] : []
  return schema === schemaText(plugins) ? [] : [{ ...head, found: words.schema.old }]
}

function textAt(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}
