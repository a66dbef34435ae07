import { type Document, type LineCounter, parseDocument } from 'yaml'

/** YAML 1.2 in which no tag makes anything of a value but what is written: no bytes, no dates, no sets. */
export function parseYaml(text: string, lineCounter?: LineCounter): Document {
  return parseDocument(text, {
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
    resolveKnownTags: false,
    ...(lineCounter && { lineCounter }),
  })
}
