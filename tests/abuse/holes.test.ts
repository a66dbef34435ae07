import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { HOLES } from '../patches/abuse/holes.ts'

const SCRIPT = fileURLToPath(new URL('../../scripts/abuse.ts', import.meta.url))
const NODE_OPTIONS = ['--conditions=@tpkit/source', '--disable-warning=ExperimentalWarning']

/** `npm run abuse -- --holes` plants all of them. */
const PLANTED = ['no-sign-no-check']

it.concurrent.each(HOLES.filter(({ name }) => PLANTED.includes(name)))('a hole shows: $about', async ({ name, caught }) => {
  const child = spawn(process.execPath, [...NODE_OPTIONS, SCRIPT, '--planted', name, '--only', caught.join()])
  const [said, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'close')])
  expect(exitCode).toBe(1)
  expect(said).toMatch(/^bad inputs tried: [1-9][0-9]*, let through: [1-9][0-9]*$/m)
  for (const id of caught) expect(said).toContain(`${id} WRONG`)
})
