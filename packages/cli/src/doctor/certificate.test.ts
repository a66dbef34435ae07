import type { Manifest } from 'tpkit'
import { describe, expect, it } from 'vitest'
import { certificateFindings } from './certificate.ts'
import { WORDS } from './spoken.ts'

const NOW = Date.UTC(2026, 10, 23)
const DAY_MS = 86_400_000

function findings(days: number | undefined, identityFor: Manifest['identityFor'] = ['refund']) {
  const certificate = { subject: 'CN=1', notBefore: NOW - DAY_MS, notAfter: NOW + (days ?? 0) * DAY_MS }
  const account = { name: 'qq', manifest: { identityFor }, ...(days !== undefined && { certificate }) }
  return certificateFindings(account, NOW, WORDS.en)
}

describe("a client certificate's days", () => {
  it.each([
    [365, 'ok', /365 days left, until 2027-11-23/],
    [30, 'ok', /30 days/],
    [29, 'warning', /29 days/],
    [0, 'warning', /0 days/],
    [-1, 'error', /expired on 2026-11-22/],
  ] as const)('%i left are %s', (days, level, found) => {
    expect(findings(days)).toMatchObject([{ level, found: expect.stringMatching(found) }])
  })

  it('matter only where the wallet asks for one', () => {
    expect(findings(undefined)).toMatchObject([{ level: 'warning', found: 'none, and refund need one' }])
    expect(findings(undefined, [])).toEqual([])
  })
})
