/** Common name of every sandbox's authority; files that name it are a sandbox's. */
export const AUTHORITY = 'tpkit sandbox CA (throwaway)'
/** What it was called before: a comma in a name is one that some clients of wallets count wrongly. Folders of that time are a sandbox's too. */
export const FORMER_AUTHORITY = 'tpkit sandbox CA, throwaway'

/** What a merchant's files are called: as the real platform names them. */
export const CA_FILE = 'ca.pem'
export const CERT_FILE = 'apiclient_cert.pem'
export const KEY_FILE = 'apiclient_key.pem'
export const PUBLIC_KEY_FILE = 'pub_key.pem'

/** What Alipay's key tool and its console call theirs. */
export const ALIPAY_CERT_FILE = 'appCertPublicKey.crt'
export const ALIPAY_KEY_FILE = 'appPrivateKey.pem'
export const ALIPAY_PUBLIC_KEY_FILE = 'alipayPublicKey_RSA2.pem'
export const ALIPAY_WALLET_CERT_FILE = 'alipayCertPublicKey_RSA2.crt'
export const ALIPAY_ROOT_FILE = 'alipayRootCert.crt'

/** Of the merchant that is there from the start, where numbers are ten digits long. */
export const FIRST_MCH_ID = 1_900_000_109
