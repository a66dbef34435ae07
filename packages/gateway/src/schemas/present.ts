/** Without the undefined that zod's types allow where a field may be absent. */
export type Present<Value> = { [Name in keyof Value]: Exclude<Value[Name], undefined> }

/** What came as JSON holds no undefined: only the types do not know it. */
export function present<Value extends object>(value: Value): Present<Value> {
  return value as Present<Value> // parsed JSON
}
