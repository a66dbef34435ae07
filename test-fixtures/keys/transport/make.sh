# Made the files of this folder, once. Run it in an empty folder; bash, OpenSSL 3 with its legacy provider.
# The keys of the two authorities are thrown away afterwards.
set -e
key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"; }
# sign <name> <subject> <from> <to> <x509 section> <authority, or -selfsign>
sign() {
  openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"
  if [ "$6" = -selfsign ]; then by="-selfsign -keyfile $1.key"; else by="-cert $6.pem -keyfile $6.key"; fi
  openssl ca -batch -config ca.cnf $by -extensions "$5" -startdate "$3" -enddate "$4" -notext -in "$1.csr" -out "$1.pem"
}
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
commonName = supplied
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[server]
subjectAltName = DNS:localhost, IP:127.0.0.1
extendedKeyUsage = serverAuth
[elsewhere]
subjectAltName = DNS:elsewhere.example
extendedKeyUsage = serverAuth
[client]
extendedKeyUsage = clientAuth
C
: > index
from=20200101000000Z; to=21200101000000Z
for name in ca foreign-ca server elsewhere-server client foreign-client expired-client; do key $name; done
sign ca               '/CN=tpkit throwaway CA'         $from $to             authority -selfsign
sign foreign-ca       '/CN=tpkit throwaway foreign CA' $from $to             authority -selfsign
sign server           '/CN=localhost'                  $from $to             server    ca
sign elsewhere-server '/CN=elsewhere.example'          $from $to             elsewhere ca
sign client           '/CN=tpkit throwaway merchant'   $from $to             client    ca
sign foreign-client   '/CN=tpkit throwaway stranger'   $from $to             client    foreign-ca
sign expired-client   '/CN=tpkit throwaway expired'    $from 20210101000000Z client    ca
p12() { openssl pkcs12 -export -inkey client.key -in client.pem -passout pass:throwaway-1900000109 "$@"; }
p12 -out client.p12
p12 -out client-3des.p12 -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1
p12 -out client-rc2.p12 -legacy -certpbe PBE-SHA1-RC2-40 -keypbe PBE-SHA1-3DES -macalg sha1
rm -f ca.key foreign-ca.key ca.cnf index* [0-9A-F]*.pem ./*.csr
