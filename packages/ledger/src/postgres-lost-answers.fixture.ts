/** A way to a server on which answers get lost. */
import type { Pool, PoolClient } from 'pg'

export interface LostAnswers {
  /** Of a commit: whether the server did it. */
  readonly commit: 'done' | 'not done'
  /** The server does what it is asked on the pool itself, and its first so many answers are lost. */
  readonly questions?: number
}

/** The same pool, but no commit is answered. */
export function losingAnswers(pool: Pool, { commit, questions = 0 }: LostAnswers): Pool {
  let left = questions
  return overridden(pool, {
    connect: async () => losingCommit(await pool.connect(), commit),
    query: async (text: string, values: unknown[]) => {
      const answer = await pool.query(text, values)
      if (left === 0) return answer
      left -= 1
      throw lost()
    },
  })
}

/** The same pool, but no write is answered in time; the commit behind it is. */
export function losingWrites(pool: Pool): Pool {
  return overridden(pool, { connect: async () => losingWrite(await pool.connect()) })
}

function losingWrite(client: PoolClient): PoolClient {
  return overridden(client, {
    query: async (query: string | { readonly text: string }) => {
      const answer = await client.query(query)
      if (typeof query === 'string' || !/^(with|insert|update)/.test(query.text)) return answer
      throw new Error('Query read timeout')
    },
  })
}

function losingCommit(client: PoolClient, commit: LostAnswers['commit']): PoolClient {
  return overridden(client, {
    query: async (query: string) => {
      if (query !== 'commit') return client.query(query)
      await client.query(commit === 'done' ? 'commit' : 'rollback')
      throw lost()
    },
  })
}

function lost(): Error {
  return Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' })
}

function overridden<Real extends object>(real: Real, changed: Readonly<Record<string, unknown>>): Real {
  return new Proxy(real, {
    get: (target, name) => {
      if (typeof name === 'string' && name in changed) return changed[name]
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}
