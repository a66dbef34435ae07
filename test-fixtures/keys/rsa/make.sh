#!/bin/sh
# Makes the files of this folder again, with OpenSSL 3.0. The authority's and the wallet's private keys are thrown away.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$(mktemp -d)"
cat > ca.cnf <<'C'
[ca]
default_ca = book
[book]
database = index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
countryName = supplied
organizationName = supplied
commonName = supplied
C
: > index
# sign <name> <authority, or -selfsign>
sign() {
  openssl genpkey -quiet -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out "$1.key"
  openssl req -new -key "$1.key" -subj "/C=CN/O=tpkit tests/CN=throwaway $1" -out "$1.csr"
  if [ "$2" = -selfsign ]; then by="-selfsign -keyfile $1.key"; else by="-cert $2.pem -keyfile $2.key"; fi
  openssl ca -batch -config ca.cnf $by -startdate 20200101000000Z -enddate 21200101000000Z -notext -in "$1.csr" -out "$1.pem"
}
sign root -selfsign
sign merchant root
sign wallet root
cp merchant.key ./*.pem "$here"
cd "$here"
# The book-keeper's copies are named by their serial numbers.
for file in *.pem; do case $file in root.pem | merchant.pem | wallet.pem) ;; *) rm "$file" ;; esac; done
chmod 644 ./*.pem merchant.key
