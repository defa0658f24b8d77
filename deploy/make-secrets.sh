#!/bin/sh
# Makes the secrets that docker-compose.yml names, each in a file of its own. What is there already stays.
#   sh deploy/make-secrets.sh [FOLDER]
# The folder is closed to others; the files are readable, because the account inside a container is not yours.
set -eu
folder=${1:-secrets}
mkdir -p "$folder"
chmod 700 "$folder"

random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

keep() { # NAME VALUE
  if [ ! -e "$folder/$1" ]; then
    (umask 077 && printf '%s' "$2" > "$folder/$1")
    chmod 444 "$folder/$1"
    echo "Made $folder/$1"
  fi
}

# PostgreSQL and Kafka prove who they are with certificates of an authority of this installation.
sh "$(dirname "$0")/make-certificates.sh" "$folder"
tls="sslmode=verify-full&sslrootcert=/run/secrets/internal_ca"

keep postgres_superuser_password "$(random)"
for service in notifications panel theming accounts; do
  # Made before owner and application were apart: that role owns the tables, so it stays the owner.
  if [ ! -e "$folder/cdop_${service}_owner_url" ] && [ -e "$folder/cdop_${service}_database_url" ]; then
    mv "$folder/cdop_${service}_database_url" "$folder/cdop_${service}_owner_url"
    echo "$folder/cdop_${service}_database_url is now cdop_${service}_owner_url"
  fi
  keep "cdop_${service}_owner_url" "postgresql+psycopg://cdr_$service:$(random)@postgres:5432/$service?$tls"
  keep "cdop_${service}_database_url" "postgresql+psycopg://cdr_${service}_app:$(random)@postgres:5432/$service?$tls"
done
keep cdop_events_url "kafka://kafka:9092/?partitions=6&replication=1&security=SSL&ca=/run/secrets/internal_ca"
keep cdop_secret_key "$(random)"
keep cdop_document_keys "first:$(random)"
keep cdop_reversal_keys "first:$(random)"
keep cdop_audit_keys "first:$(random)"
keep cdop_audit_digest_keys "first:$(random)"
keep cdop_audit_signing_keys "first:$(random)"
keep cdop_metrics_token "$(random)"
keep cdop_oidc_client_secret ""
keep cdop_messages_url ""
