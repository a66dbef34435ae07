import { sandboxIn } from '@tpkit/sandbox'
import type { InitFlags } from './flags.ts'
import { type SandboxPorts, USUAL_PORTS } from './plan.ts'

/** Where the sandbox of that folder listens: where somebody says so, else where it runs now, else where it usually does. */
export async function sandboxPorts(
  { port, tlsPort }: Pick<InitFlags, 'port' | 'tlsPort'>,
  dir: string,
): Promise<{ readonly ports: SandboxPorts; readonly running: boolean }> {
  const { url, tlsUrl } = (await sandboxIn(dir)) ?? {}
  const found = { port: portIn(url) ?? USUAL_PORTS.port, tlsPort: portIn(tlsUrl) ?? USUAL_PORTS.tlsPort }
  const ports = { port: port ?? found.port, tlsPort: tlsPort ?? found.tlsPort }
  return { ports, running: url !== undefined && ports.port === found.port && ports.tlsPort === found.tlsPort }
}

function portIn(address: string | undefined): number | undefined {
  const port = address === undefined ? '' : (URL.parse(address)?.port ?? '')
  return port === '' ? undefined : Number(port)
}
