import type { AccountDescription, Manifest } from 'tpkit'
import { localTime } from '../desk/time.ts'
import type { Finding } from './finding.ts'
import type { Words } from './words.ts'

type Certified = Pick<AccountDescription, 'name' | 'certificate'> & { readonly manifest: Pick<Manifest, 'identityFor'> }

const DAY_MS = 86_400_000
const SOON_DAYS = 30

/** How long the client certificate lasts; nothing where the provider asks for none. */
export function certificateFindings({ name, certificate, manifest }: Certified, nowMs: number, words: Words): readonly Finding[] {
  const head = { check: 'certificate', account: name } as const
  if (!certificate) {
    const calls = manifest.identityFor
    if (calls.length === 0) return []
    return [{ ...head, level: 'warning', found: words.certificate.none(calls), todo: words.certificate.add }]
  }
  const until = localTime(certificate.notAfter).slice(0, 10)
  const days = Math.floor((certificate.notAfter - nowMs) / DAY_MS)
  if (days < 0) return [{ ...head, level: 'error', found: words.certificate.expired(until), todo: words.certificate.renew }]
  const found = words.certificate.left(days, until)
  return [
    days < SOON_DAYS ? { ...head, level: 'warning', found, todo: words.certificate.renew } : { ...head, level: 'ok', found },
  ]
}
