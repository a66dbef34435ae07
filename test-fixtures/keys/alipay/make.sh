#!/bin/sh
# Makes the files of this folder again, with OpenSSL 3.0. The authority's private key is thrown away.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$(mktemp -d)"
cat > ca.cnf <<'C'
[ca]
default_ca = book
[book]
database = index
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
unique_subject = no
[any]
countryName = supplied
organizationName = supplied
organizationalUnitName = supplied
commonName = supplied
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
[leaf]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
C
: > index
# sign <file> <common name> <serial number, hex> <extensions> <authority, or -selfsign>
sign() {
  echo "$3" > serial
  openssl genpkey -quiet -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out "$1.key"
  openssl req -new -key "$1.key" -subj "/C=CN/O=tpkit tests/OU=throwaway/CN=$2" -out "$1.csr"
  if [ "$5" = -selfsign ]; then by="-selfsign -keyfile $1.key"; else by="-cert $5.pem -keyfile $5.key"; fi
  openssl ca -batch -config ca.cnf $by -extensions "$4" -startdate 20200101000000Z -enddate 21200101000000Z -notext \
    -in "$1.csr" -out "$1.pem"
}
sign root 'throwaway root' 1001 root -selfsign
sign app 'throwaway application' 2001 leaf root
sign other-app 'throwaway other application' 2002 leaf root
# One follows the other: the same name, another key and number.
sign wallet-1 'throwaway wallet' 3001 leaf root
sign wallet-2 'throwaway wallet' 3002 leaf root
for name in root app other-app wallet-1 wallet-2; do cp "$name.pem" "$here"; done
for name in app other-app wallet-1 wallet-2; do cp "$name.key" "$here"; done
chmod 644 "$here"/*.pem "$here"/*.key
