import type { Law } from './law.ts'

/** docs/conformance.md: what every provider must keep, in the order in which it is best repaired. */
export function lawsPage(laws: readonly Law[]): string {
  return `${[introduction(laws.length), ...laws.map(section)].join('\n\n')}\n`
}

const introduction = (count: number): string => `# The laws

<!-- Generated from packages/conformance/src/laws by scripts/laws-page.ts. Edit the laws, not this page. -->

${count} rules about money and trust that every provider must keep. \`providerSuite\` of [@tpkit/conformance](../packages/conformance)
tries each of them against a wallet; [write-a-provider.md](write-a-provider.md) shows how. A law that needs a scene or an ability which
the manifest does not declare, or a verb from which it excepts the scene, is skipped, and nothing else is. Each law is failed by at least one planted bug: what somebody really gets
wrong. A broken law says what was expected, what was found, what that would cost a shop, and the repair below.`

function section({ name, rule, incident, repair, needs = [] }: Law): string {
  const only = needs.length === 0 ? [] : [`- Needs: ${needs.map((need) => `\`${need}\``).join(', ')}`]
  const lines = [
    `## ${name}`,
    '',
    `${sentence(rule)}`,
    '',
    `- Incident: ${sentence(incident)}`,
    `- Repair: ${sentence(repair)}`,
    ...only,
  ]
  return lines.join('\n')
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
