import { createHash, type X509Certificate } from 'node:crypto'
import type { Instant } from '@tpkit/core'
import { certificateIn } from './certificate.ts'
import type { Enrolled } from './merchant.ts'
import type { State } from './state.ts'

/** What is wrong with a certificate number, by a name that stays. `detail`: how the one that came was made, where that is known. */
export interface CertificateMistake {
  readonly cause: 'app-cert-sn' | 'root-cert-sn' | 'certificate-expired' | 'certificate-mode'
  readonly detail: string
  readonly expected: string
}

type Knows = Pick<State, 'rootSn' | 'walletKeys' | 'merchants'>

/** 公钥证书模式: what a request says of its certificates, where it is not so. `value`: a parameter that it says. */
export function certificateMistake(
  value: (name: string) => string,
  app: Enrolled,
  known: Knows,
  at: Instant,
): CertificateMistake | undefined {
  const [own, root] = [value('app_cert_sn'), value('alipay_root_cert_sn')]
  const { signer } = app
  if (!signer) return undefined
  if (own !== signer.sn) return { cause: 'app-cert-sn', detail: ownDetail(own, app, known), expected: signer.sn }
  if (at >= signer.until) return { cause: 'certificate-expired', detail: '', expected: signer.sn }
  const { rootSn = '' } = known
  if (root === rootSn) return undefined
  return { cause: 'root-cert-sn', detail: rootDetail(root, signer.sn, rootSn), expected: rootSn }
}

function ownDetail(found: string, app: Enrolled, { rootSn, walletKeys, merchants }: Knows): string {
  if (found === '') return 'missing'
  const certificate = app.certificate === undefined ? undefined : certificateIn(app.certificate)
  const made = certificate && MADE.find(([, make]) => make(certificate) === found)?.[0]
  if (made !== undefined) return made
  if (walletKeys.some(({ sn }) => sn === found)) return 'that of the Alipay certificate'
  if (rootSn?.split('_').includes(found)) return 'that of a root certificate'
  const other = [...merchants.values()].find(({ signer }) => signer?.sn === found)
  return other ? `that of application ${other.appId}` : 'unknown'
}

/** How programs make the number by mistake. */
const MADE: readonly (readonly [detail: string, make: (certificate: X509Certificate) => string])[] = [
  ['the serial number before the issuer', (each) => md5(decimal(each) + issuer(each).reverse().join())],
  ['the issuer not reversed', (each) => md5(issuer(each).join() + decimal(each))],
  ['blanks between the parts of the issuer', (each) => md5(issuer(each).reverse().join(', ') + decimal(each))],
  ['the serial number in hex', (each) => md5(issuer(each).reverse().join() + each.serialNumber)],
  ['the serial number in hex', (each) => md5(issuer(each).reverse().join() + each.serialNumber.toLowerCase())],
  ['the issuer not reversed, the serial number in hex', (each) => md5(issuer(each).join() + each.serialNumber)],
  ['the subject in the place of the issuer', (each) => md5(each.subject.split('\n').reverse().join() + decimal(each))],
  ['in upper case', (each) => md5(issuer(each).reverse().join() + decimal(each)).toUpperCase()],
  ['without its leading zeros', (each) => md5(issuer(each).reverse().join() + decimal(each)).replace(/^0+/, '')],
  ['the serial number itself', decimal],
  ['the serial number itself', (each) => each.serialNumber],
  ['the serial number itself', (each) => each.serialNumber.toLowerCase()],
]

function issuer(certificate: X509Certificate): string[] {
  return certificate.issuer.split('\n')
}

function decimal({ serialNumber }: X509Certificate): string {
  return String(BigInt(`0x${serialNumber}`))
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

function rootDetail(found: string, ownSn: string, right: string): string {
  const [parts, wanted] = [found.split(/[^0-9A-Za-z]+/).filter((part) => part !== ''), right.split('_')]
  if (parts.length === 0) return 'missing'
  if (found === ownSn) return 'that of the application'
  if (found.toLowerCase() === right) return 'in upper case'
  if (parts.join('_') === right) return 'joined with another sign than _'
  if (parts.toSorted().join() === wanted.toSorted().join()) return 'in another order than the file'
  if (wanted.every((part) => parts.includes(part))) return 'with certificates that are not RSA'
  return parts.every((part) => wanted.includes(part)) ? 'without all of its RSA certificates' : 'unknown'
}
