import { join } from 'node:path'
import { quoted } from '../desk/line.ts'

const LOADS = 'set -a; . '

/** What sets the variables of the file beside a configuration, for a shell that stands somewhere else, too. */
export function loadingLine(folder: string): string {
  // Without a slash a shell would look for it among its commands.
  return `${LOADS}${folder === '.' ? './.env' : quoted(join(folder, '.env'))}; set +a`
}

export function isLoading(cure: string | undefined): boolean {
  return cure?.startsWith(LOADS) === true
}
