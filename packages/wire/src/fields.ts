/** The fields of one flat message, by name, as they stood on the wire. What this package reads has no prototype. */
export type Fields = Readonly<Record<string, string>>

/** Fields on their way to the wire; what is undefined is left out. */
export type OpenFields = Readonly<Record<string, string | undefined>>
