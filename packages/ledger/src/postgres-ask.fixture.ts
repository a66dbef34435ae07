import { Client } from 'pg'

/** Asks some things one after the other on a connection of their own, which may write whatever is usual there. Answers the rows of each. */
export async function askPostgres(
  address: string,
  ...questions: readonly string[]
): Promise<readonly (readonly Readonly<Record<string, unknown>>[])[]> {
  const client = new Client({ connectionString: address, options: '-c default_transaction_read_only=off' })
  await client.connect()
  try {
    const answers = []
    for (const sql of questions) answers.push((await client.query(sql)).rows)
    return answers
  } finally {
    await client.end()
  }
}
