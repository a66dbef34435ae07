import type { Secrets } from '../ports.ts'
import type { PathProblem } from './path-problem.ts'
import { isReference, type ReadReference } from './references.ts'
import { type SchemaNode, secretsIn } from './zod-schema.ts'

/** Secrets that more people than the owner of the process may read or change, by what `secrets` can tell. */
export async function exposed(read: readonly ReadReference[], secrets: Secrets, base: string): Promise<readonly PathProblem[]> {
  const found = read
    .filter(({ reference, text }) => reference.startsWith('file:') && !isPublic(text))
    .map(async ({ path, reference }) => {
      const reason = await secrets.exposure?.(reference, base)
      return reason === undefined ? [] : [{ path, reason }]
    })
  return (await Promise.all(found)).flat()
}

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/g
const PUBLIC_KINDS: readonly string[] = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE', 'PUBLIC KEY', 'RSA PUBLIC KEY']

/** Certificates and public keys, and nothing else: anybody may read them. */
function isPublic(text: string): boolean {
  const kinds = [...text.matchAll(PEM)].map(([, kind = '']) => kind)
  return kinds.length > 0 && kinds.every((kind) => PUBLIC_KINDS.includes(kind)) && !text.includes('PRIVATE')
}

/** Secrets that stand in the configuration itself. */
export function literalSecrets(entry: unknown, schema: SchemaNode | undefined): readonly PathProblem[] {
  return secretsIn(schema, entry)
    .filter(([, text]) => !isReference(text))
    .map(([path]) => ({
      path,
      reason:
        'expected a reference (env:NAME or file:path), found the secret itself; move it there, so that this file can be shown',
    }))
}
