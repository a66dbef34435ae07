/** A real PostgreSQL for tests: its own folder, a free port, an ordinary user where we are root; gone when the tests are. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { binaries, type Owner, ordinaryUser, version } from './postgres-binaries.fixture.ts'

const run = promisify(execFile)

const PASSWORD = 'test-postgres-password'

export interface PostgresServer {
  /** `PostgreSQL 18.4`. */
  readonly version: string
  /** The address of a new database: empty, or a copy of one that nobody uses. */
  readonly database: (like?: string) => Promise<string>
  /** As a power cut would: no time to tidy up. */
  readonly kill: () => Promise<void>
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Enough against a server that is killed; only a machine that loses its power needs more, and waits for the disk. */
const QUICK: readonly string[] = ['fsync=off', 'full_page_writes=off']

/** `settings`: none are those of a server as it is installed. */
export async function startPostgres(settings: readonly string[] = QUICK): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-postgres-'))
  try {
    return await startIn(folder, settings)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

const SCHEMA = fileURLToPath(new URL('./postgres-schema.fixture.ts', import.meta.url))

/**
 * Books that are new, with their schema: bringing that up again and again takes most of the time of a short test. A process of its
 * own does it once, because what starts the tests does not find the sources by their condition.
 */
export function newBooksOn(server: Pick<PostgresServer, 'database'>): () => Promise<string> {
  let first: Promise<string> | undefined
  const made = async (): Promise<string> => {
    const address = await server.database()
    await run(process.execPath, ['--conditions=@tpkit/source', SCHEMA, address])
    return address
  }
  return async () => {
    first ??= made()
    return server.database(await first)
  }
}

/** One that starts when its first database is asked for: where a filter leaves out all tests of a file, nobody would stop it. */
export function lazyPostgres(): PostgresServer {
  let started: Promise<PostgresServer> | undefined
  const server = () => {
    started ??= startPostgres()
    return started
  }
  return {
    version: version(),
    database: async (like) => (await server()).database(like),
    kill: async () => (await server()).kill(),
    start: async () => (await server()).start(),
    stop: async () => (await started)?.stop(),
  }
}

async function startIn(folder: string, settings: readonly string[]): Promise<PostgresServer> {
  const owner = ordinaryUser()
  const bin = await binaries(folder, owner)
  const data = join(folder, 'data')
  await initialise(bin, folder, data, owner)
  const { port, ...first } = await launchedSomewhere(bin, data, owner, settings)
  let { server } = first
  let made = 0
  const start = async () => {
    server = await launched(bin, data, port, owner, settings)
  }
  const kill = () => ended(server, 'SIGQUIT')
  return {
    version: version(),
    database: async (like) => {
      made += 1
      const name = `books_${made}`
      await asked(port, `create database ${name} template ${like ? new URL(like).pathname.slice(1) : 'template1'}`)
      return addressOf(port, name)
    },
    ...{ kill, start },
    stop: async () => {
      await ended(server, 'SIGINT')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function initialise(bin: string, folder: string, data: string, owner: Owner): Promise<void> {
  const password = join(folder, 'password')
  await writeFile(password, PASSWORD)
  await mkdir(data, { mode: 0o700 })
  if (owner.uid !== undefined) for (const path of [data, password]) await chown(path, owner.uid, owner.gid ?? owner.uid)
  const flags = [
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${password}`,
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ]
  execFileSync(join(bin, 'native/bin/initdb'), [`--pgdata=${data}`, ...flags], { ...owner, stdio: 'ignore', cwd: data })
  await rm(password)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('expected a port')
  return address.port
}

/** Between finding a free port and taking it, somebody else may: then another one is taken. */
async function launchedSomewhere(
  bin: string,
  data: string,
  owner: Owner,
  settings: readonly string[],
): Promise<{ readonly server: ChildProcess; readonly port: number }> {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort()
    try {
      return { server: await launched(bin, data, port, owner, settings), port }
    } catch (error) {
      if (tries === 3) throw error
    }
  }
}

async function launched(bin: string, data: string, port: number, owner: Owner, more: readonly string[]): Promise<ChildProcess> {
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=300', ...more]
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]
  const server = spawn(join(bin, 'native/bin/postgres'), args, { ...owner, stdio: 'ignore', cwd: data })
  endsWithUs(server)
  for (let tries = 0; tries < 200; tries += 1) {
    if (server.exitCode !== null) throw new Error(`expected PostgreSQL to start, found that it ended with ${server.exitCode}`)
    try {
      await asked(port, 'select 1')
      return server
    } catch {
      await wait(50)
    }
  }
  await ended(server, 'SIGQUIT')
  throw new Error('expected PostgreSQL to answer within 10 s')
}

/** Also where nobody gets to stop it. */
function endsWithUs(server: ChildProcess): void {
  const end = () => void server.kill('SIGQUIT')
  process.once('exit', end)
  server.once('exit', () => process.off('exit', end))
}

async function ended(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill(signal)
  await once(server, 'exit')
}

async function asked(port: number, sql: string): Promise<string> {
  const client = new Client({ connectionString: addressOf(port, 'postgres') })
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return String(rows[0]?.[0])
  } finally {
    await client.end()
  }
}

function addressOf(port: number, name: string): string {
  return `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/${name}`
}
