#!/bin/sh
# Makes the files of this folder again, with OpenSSL 3.0.
set -eu
cd "$(dirname "$0")"
for name in merchant platform-1 platform-2 wallet stranger; do
  openssl genpkey -quiet -algorithm rsa -pkeyopt rsa_keygen_bits:512 -out "$name.key"
done
# Serial numbers of 40 digits, as the real ones have them.
for name in merchant platform-1 platform-2; do
  number=5A$(printf 'tpkit small %s' "$name" | sha1sum | cut -c1-38 | tr a-f A-F)
  openssl req -x509 -new -key "$name.key" -set_serial "0x$number" -days 36500 \
    -subj "/C=CN/O=tpkit tests/CN=throwaway small $name" -out "$name.pem"
done
openssl pkey -in wallet.key -pubout -out wallet.pem
# One that is over.
openssl genpkey -quiet -algorithm rsa -pkeyopt rsa_keygen_bits:512 -out expired.key
book=$(mktemp -d)
printf '[ca]\ndefault_ca=book\n[book]\ndatabase=%s/index\nnew_certs_dir=%s\nrand_serial=yes\ndefault_md=sha256\npolicy=any\n[any]\n' \
  "$book" "$book" > "$book/ca.cnf"
printf 'countryName=supplied\norganizationName=supplied\ncommonName=supplied\n' >> "$book/ca.cnf"
: > "$book/index"
openssl req -new -key expired.key -subj "/C=CN/O=tpkit tests/CN=throwaway small expired" -out "$book/expired.csr"
openssl ca -batch -config "$book/ca.cnf" -selfsign -keyfile expired.key -startdate 20200101000000Z -enddate 20210101000000Z \
  -notext -in "$book/expired.csr" -out expired.pem
chmod 644 ./*.pem ./*.key
