/** Common name of every sandbox's authority; files that name it are a sandbox's. */
export const AUTHORITY = 'tpkit sandbox CA, throwaway'

/** What a merchant's files are called: as the real platform names them. */
export const CA_FILE = 'ca.pem'
export const CERT_FILE = 'apiclient_cert.pem'
export const KEY_FILE = 'apiclient_key.pem'
export const PUBLIC_KEY_FILE = 'pub_key.pem'
