import { createHash, X509Certificate } from 'node:crypto'

/** 证书序列号 as Alipay counts it: MD5 over issuer and serial number, in hex. */
export function serialOf(certificate: X509Certificate): string {
  const issuer = certificate.issuer.split('\n').reverse().join()
  return createHash('md5')
    .update(`${issuer}${BigInt(`0x${certificate.serialNumber}`)}`)
    .digest('hex')
}

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/** The first certificate of a text. Throws where there is none. */
export function certificateIn(pem: string): X509Certificate {
  return new X509Certificate(pem.match(BLOCK)?.[0] ?? pem)
}

/** 支付宝根证书序列号: of every certificate in the bundle that has an RSA key, in its order. */
export function rootSerialOf(bundle: string): string {
  const all = (bundle.match(BLOCK) ?? []).map((pem) => new X509Certificate(pem))
  return all.filter(isRsa).map(serialOf).join('_')
}

/** The published bundle holds certificates of curves that not every OpenSSL knows. */
function isRsa(certificate: X509Certificate): boolean {
  try {
    return certificate.publicKey?.asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}
