#!/bin/sh
# Makes certificates for PostgreSQL and Kafka, signed by an authority of this installation alone. What is there stays.
#   sh deploy/make-certificates.sh [FOLDER [POSTGRES_HOST [KAFKA_HOST]]]
# The authority's key is thrown away: nobody can sign another with it. To renew, remove the files and run it again,
# then start PostgreSQL, Kafka and all services again. They are good for two years.
set -eu
folder=${1:-secrets}
postgres_host=${2:-postgres}
kafka_host=${3:-kafka}
days=730
mkdir -p "$folder"
chmod 700 "$folder"
if [ -e "$folder/internal_ca" ]; then
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

make_key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/$1.key" 2>/dev/null ||
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/$1.key" 2>/dev/null; }

make_key authority
openssl req -x509 -new -key "$work/authority.key" -sha256 -days "$days" -subj "/CN=Child death review, inside" \
  -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" \
  -out "$work/authority.pem"

certificate() { # NAME HOST
  make_key "$1"
  openssl req -new -key "$work/$1.key" -subj "/CN=$2" -out "$work/$1.csr"
  printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\nbasicConstraints=CA:FALSE\n' "$2" > "$work/$1.ext"
  openssl x509 -req -in "$work/$1.csr" -CA "$work/authority.pem" -CAkey "$work/authority.key" \
    -CAcreateserial -days "$days" -sha256 -extfile "$work/$1.ext" -out "$work/$1.pem" 2>/dev/null
}

keep() { # NAME FILE...
  name=$1
  shift
  (umask 077 && cat "$@" > "$folder/$name")
  chmod 444 "$folder/$name"
  echo "Made $folder/$name"
}

certificate postgres "$postgres_host"
certificate kafka "$kafka_host"
keep postgres_tls_certificate "$work/postgres.pem"
keep postgres_tls_key "$work/postgres.key"
# Kafka reads key and certificate from one file.
keep kafka_tls "$work/kafka.key" "$work/kafka.pem"
keep internal_ca "$work/authority.pem"
