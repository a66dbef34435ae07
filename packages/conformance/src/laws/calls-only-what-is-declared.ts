import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { walkthrough } from '../world/walkthrough.ts'

export const callsOnlyWhatIsDeclared: Law = {
  name: 'calls-only-what-is-declared',
  rule: 'requests go to the origins of the manifest only, and present the client certificate exactly in the calls it names',
  incident: 'a renewed certificate was missing in one call that nobody had listed, and refunds stood still for a weekend',
  repair: "list every origin in `origins`, and in `identityFor` exactly the calls whose requests say `identity: 'merchant'`",
  check: async (world) => {
    const { origins, identityFor } = world.ours.tp.manifest
    const presenting = new Set<string>()
    for (const { verb, sent } of await walkthrough(world)) {
      for (const { request } of sent) {
        const { origin } = new URL(request.url)
        demand(origins.includes(origin), `${verb} to call one of ${origins.join(', ')}`, origin, 'the transport refuses the call')
        if (request.identity !== 'merchant') continue
        presenting.add(verb)
        const named = identityFor.some((each) => each === verb)
        demand(
          named,
          `no certificate in ${verb}, which identityFor does not name`,
          'one',
          'an account without one finds out too late',
        )
      }
    }
    // What this walk does not reach (trust, verifyReturn) it cannot show either.
    const walked = ['pay', 'query', 'refund', 'close', 'queryRefund', 'reverse', 'statement', 'probe']
    const silent = identityFor.filter((verb) => walked.includes(verb) && !presenting.has(verb))
    demand(
      silent.length === 0,
      `a certificate in ${identityFor.join(', ')}`,
      `none in ${silent.join(', ')}`,
      'the wallet refuses the call',
    )
  },
}
