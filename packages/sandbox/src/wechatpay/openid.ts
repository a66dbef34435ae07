import { createHash } from 'node:crypto'

/** The payer, as an application knows them: always the same one. */
export function openid(appId: string): string {
  return `o${createHash('md5').update(`payer of ${appId}`).digest('base64url').padEnd(27, '0').slice(0, 27)}`
}
