import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Cases } from '../trial.ts'
import type { ProductionWish } from '../world/production.ts'
import { canary } from '../world/secrets.ts'
import { begun, refusedFor, type Start, type Starts, tryStarts } from './start.ts'

const KEYS = new URL('../../../test-fixtures/keys/transport/', import.meta.url)
const PASSPHRASE = 'throwaway-1900000109'
const WRONG = canary(20)

interface Bad {
  readonly files: Partial<ProductionWish>
  /** What it says, for whoever must mend it. */
  readonly hint: RegExp
  readonly never: string
}

/** Of the files in a folder that nobody else may read. */
function wishes(file: (name: string) => string) {
  const p12 = (name: string, passphrase = PASSPHRASE): Partial<ProductionWish> => ({
    qq: { certificate: { p12: file(name), passphrase: 'env:ABUSE_PASSPHRASE' } },
    env: { ABUSE_PASSPHRASE: passphrase },
  })
  const pem = (certificate: object): Partial<ProductionWish> => ({ qq: { certificate } })
  const [cert, key] = [file('client.pem'), file('client.key')]
  const ended = { cert: file('expired-client.pem'), key: file('expired-client.key') }
  const bad: Readonly<Record<string, Bad>> = {
    'a PFX with RC2-40': { files: p12('client-rc2.p12'), hint: /legacy|convert|openssl/i, never: PASSPHRASE },
    'a wrong pass phrase': { files: p12('client.p12', WRONG), hint: /pass ?phrase/i, never: WRONG },
    'an empty pass phrase': { files: p12('client.p12', ''), hint: /pass ?phrase/i, never: PASSPHRASE },
    'what is no PFX': { files: p12('broken.p12'), hint: /p12|PFX|PKCS/i, never: PASSPHRASE },
    'a certificate without its key': { files: pem({ cert }), hint: /key/, never: 'BEGIN' },
    'a key without its certificate': { files: pem({ key }), hint: /cert/, never: 'BEGIN' },
    'a certificate and the key of another': {
      files: pem({ cert, key: file('foreign-client.key') }),
      hint: /key/,
      never: 'BEGIN',
    },
    'a certificate that ended': { files: pem(ended), hint: /2021|expired|ended/i, never: 'BEGIN' },
  }
  const good: Readonly<Record<string, Partial<ProductionWish>>> = {
    'a PFX as OpenSSL 3 writes it': p12('client.p12'),
    'a PFX with 3DES': p12('client-3des.p12'),
    'the PEM pair': pem({ cert, key }),
  }
  return { bad, good }
}

const { bad: BAD, good: GOOD } = wishes((name) => name)

/** Each a process: begun with the run, and judged at its end. */
export const certificateStarts: Starts = begun(async (planted) => {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-abuse-p12-'))
  try {
    const { bad, good } = wishes(await ownFiles(folder))
    const changes = Object.entries(bad).map(([what, { files }]) => [what, files] as const)
    return await tryStarts(new Map([...changes, ...Object.entries(good)]), planted)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

/** That others may read a key is another refusal. */
async function ownFiles(folder: string): Promise<(name: string) => string> {
  const archives = ['client-rc2.p12', 'client-3des.p12', 'client.p12']
  const pems = ['client.pem', 'client.key', 'expired-client.pem', 'expired-client.key', 'foreign-client.key']
  for (const name of [...archives, ...pems]) {
    await copyFile(fileURLToPath(new URL(name, KEYS)), join(folder, name))
    await chmod(join(folder, name), 0o600)
  }
  await writeFile(join(folder, 'broken.p12'), 'no PFX', { mode: 0o600 })
  return (name) => `file:${join(folder, name)}`
}

export const opsCertificates: Cases = {
  A088: async (trial) => {
    const starts = await certificateStarts(trial.planted)
    for (const [what, bad] of Object.entries(BAD)) await trial.bad(what, async () => refusedWith(starts.get(what), bad))
    for (const what of Object.keys(GOOD)) {
      const start = starts.get(what)
      await trial.twin(what, async () =>
        start?.kind === 'serves' ? undefined : `it does not start: ${start?.said.slice(0, 400)}`,
      )
    }
  },
}

function refusedWith(start: Start | undefined, { hint, never }: Bad): string | undefined {
  const wrong = refusedFor(start, 'certificate', never)
  if (wrong !== undefined || start?.kind !== 'refused') return wrong
  return hint.test(start.said) ? undefined : `it does not say what to do: ${start.said.slice(0, 400)}`
}
