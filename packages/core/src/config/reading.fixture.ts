import { z } from 'zod'
import type { Scene } from '../contract/scene.ts'
import { tpError } from '../errors.ts'
import { manifest } from '../hard-cases/world.fixture.ts'
import { certificateField, rotatingSecretField, secretField } from './fields.ts'
import { ConfigError } from './problem.ts'
import { type ConfigReading, readConfig } from './read-config.ts'

function wallet(scenes: readonly Scene[], status: 'ready' | 'planned' = 'ready') {
  return {
    name: 'shop',
    contract: '1.0',
    manifest: { ...manifest({ provider: 'shop', scenes, abilities: [] }), status },
    config: z
      .strictObject({
        mchId: z.string(),
        apiKey: rotatingSecretField(16),
        password: secretField(6).optional(),
        certificate: z.strictObject({ cert: certificateField(), key: secretField(16) }).optional(),
        ids: z.array(z.strictObject({ id: z.union([z.string(), z.strictObject({ number: z.string() })]) })).optional(),
        style: z.enum(['plain', 'fancy']).optional(),
        subId: z.string().optional(),
      })
      .refine(({ style, subId }) => style !== 'fancy' || subId !== undefined, 'expected subId beside a fancy style')
      .transform((config) => config),
    keys: () => ({}),
    protocol: () => ({}),
  }
}

const { manifest: _none, ...withoutManifest } = wallet(['native'])

/** Its author says in a message what was found. */
const talkative = {
  ...wallet(['native']),
  config: z.looseObject({
    mchId: z.string(),
    apiKey: z.string().superRefine((key, context) => void context.addIssue({ code: 'custom', message: `bad key ${key}` })),
  }),
}

const PACKAGES: Readonly<Record<string, unknown>> = {
  '@shop/talkative': talkative,
  '@shop/wallet': wallet(['native', 'app']),
  '@shop/counter': wallet(['micropay']),
  '@shop/planned': wallet(['native'], 'planned'),
  '@shop/older': withoutManifest,
  '@shop/sdk': { ...wallet(['native']), tp: () => ({}) },
}

export const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'

/** What references name; every file is one that everybody may read. */
const NAMED: Readonly<Record<string, string>> = {
  'env:KEY': '0123456789abcdef-test',
  'env:SEAL': 'a key of this test, drawn by nobody, 32+',
  'env:PLAIN': 'http://pay.example.com/notify/a',
  'file:key.txt': '0123456789abcdef-test',
  'file:seal.key': 'another key of this test, in a file, 32+',
  'file:key.pem': '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
  'file:cert.pem': CERTIFICATE,
  'file:both.pem': `${CERTIFICATE}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n`,
}

/** Reads text, or the value of a module, in a world of a few lines. */
export function reading(config: string | { readonly value: unknown }, mode?: 'production'): Promise<ConfigReading> {
  const content = typeof config === 'string' ? { text: config } : config
  return readConfig({
    settings: { read: async () => ({ ...content, name: 'tpkit.config.yaml', base: '/shop' }) },
    secrets: {
      read: async (reference) => {
        const text = NAMED[reference]
        if (text === undefined) throw tpError('CONFIG', `${reference}: expected it to be set, found it missing; set it`)
        return Buffer.from(text)
      },
      exposure: async (reference) => `${reference}: everybody may read it; chmod 600 it`,
    },
    plugins: {
      import: async (specifier) => {
        if (specifier in PACKAGES) return PACKAGES[specifier]
        throw tpError('CONFIG', `expected an installed package, found none named "${specifier}"; npm install it`)
      },
    },
    ...(mode && { mode }),
  })
}

/** The problems of a configuration, a line each: `line:column path: reason`. */
export async function problemsOf(config: string | { readonly value: unknown }, mode?: 'production'): Promise<readonly string[]> {
  const { source, problems } = await reading(config, mode)
  const lines = new ConfigError(source, problems).message.split('\n').slice(1)
  return lines.map((line) => line.trim().replace(/^tpkit\.config\.yaml:/, ''))
}
