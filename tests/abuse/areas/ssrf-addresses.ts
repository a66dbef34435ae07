import { SPELLINGS } from '../../../packages/tpkit/src/gateway/special-addresses.fixture.ts'
import type { Cases, Trial } from '../trial.ts'
import { type Answer, send } from '../world/http.ts'
import { type Production, rightEnvironment, startProduction } from '../world/production.ts'
import { shortly } from '../world/sold.ts'

const LISTED = [
  ...[
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    '0177.0.0.1',
    '0.0.0.0',
    '[::]',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[64:ff9b::7f00:1]',
  ],
  ...['10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1', '169.254.169.254', '100.100.100.200', '[fd00::1]', '[fe80::1]'],
  ...['localhost.', 'localhost', '①②⑦.⓪.⓪.①', 'x.localhost'],
]
const SCHEMES = [
  ...[
    'file:///etc/passwd',
    'ftp://shop.example.com/',
    'gopher://shop.example.com:70/',
    'http://shop.example.com/hooks',
    'data:text/plain,x',
  ],
  ...[
    'javascript:alert(1)',
    'ws://shop.example.com/',
    'https://user:pw@shop.example.com/',
    'https://user@shop.example.com/',
    'https://:pw@shop.example.com/',
  ],
  ...[22, 6379, 25, 0, 1, 23, 111, 445, 3306, 5432, 9200, 11211].map((port) => `https://shop.example.com:${port}/`),
  ...['https://', '//shop.example.com/', 'shop.example.com', 'https://shop.example.com/\u0000', 'https://shop .example.com/'],
]

export const ssrfAddresses: Cases = {
  A067: (trial) =>
    inProduction(trial, async (gateway) => {
      const hosts = new Map([
        ...LISTED.map((host) => [host, host] as const),
        ...SPELLINGS.map(([what, host]) => [host, what] as const),
      ])
      for (const [host, what] of hosts) {
        await trial.bad(`https://${host}/ (${what})`, () => refusedAt(gateway, `https://${host}/hooks`))
        await trial.bad(`http://${host}/ (${what})`, () => refusedAt(gateway, `http://${host}/hooks`))
      }
      for (const url of [
        'https://shop.example.com/hooks',
        'https://93.184.215.14/hooks',
        'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hooks',
      ])
        await trial.twin(url, () => takenAt(gateway, url))
    }),
  A070: (trial) =>
    inProduction(trial, async (gateway) => {
      for (const url of SCHEMES) await trial.bad(JSON.stringify(url), () => refusedAt(gateway, url))
      for (const url of ['https://shop.example.com:443/', 'https://shop.example.com:8443/hooks?a=1'])
        await trial.twin(url, () => takenAt(gateway, url))
    }),
}

async function inProduction(
  trial: Trial,
  work: (gateway: Production & { readonly key: string }) => Promise<void>,
): Promise<void> {
  const gateway = await startProduction({ env: await rightEnvironment(), planted: trial.planted })
  try {
    const key = await gateway.ask('key', 'main')
    trial.world.canaries.add('live API key', key)
    await work({ ...gateway, key })
  } finally {
    await gateway.close()
  }
}

function registering({ url, key }: Production & { readonly key: string }, target: string): Promise<Answer> {
  const headers = [
    ['Authorization', `Bearer ${key}`],
    ['Content-Type', 'application/json'],
  ] as const
  return send(`${url}/v1/webhook-endpoints`, 'POST', { headers, body: Buffer.from(JSON.stringify({ url: target })) })
}

/** The usual status for a field that breaks a rule is 400. */
async function refusedAt(gateway: Production & { readonly key: string }, target: string): Promise<string | undefined> {
  const answer = await registering(gateway, target)
  const isRefused = (answer.status === 400 || answer.status === 422) && JSON.parse(answer.body).code === 'INVALID'
  if (!isRefused) return `expected a refusal, found ${shortly(answer)}`
  return answer.body.includes('whsec_') ? 'it shows a secret' : undefined
}

async function takenAt(gateway: Production & { readonly key: string }, target: string): Promise<string | undefined> {
  const answer = await registering(gateway, target)
  return answer.status === 201 ? undefined : `expected it registered, found ${shortly(answer)}`
}
