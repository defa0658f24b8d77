# Starts PostgreSQL with TLS, and with a log without values (deploy/embedded.py says why). The key must be its own
# account's alone, and a secret's file is not: a copy is, in memory.
set -eu
secrets=${SECRETS_DIR:-/run/secrets}
own=${OWN_DIR:-/var/run/postgresql}
rm -f "$own/server.key"
(umask 077 && cat "$secrets/postgres_tls_key" > "$own/server.key")
exec docker-entrypoint.sh "$@" -c ssl=on -c ssl_min_protocol_version=TLSv1.2 \
  -c ssl_cert_file="$secrets/postgres_tls_certificate" -c ssl_key_file="$own/server.key" \
  -c log_min_messages=log -c log_min_error_statement=panic -c log_error_verbosity=terse \
  -c log_parameter_max_length=0 -c log_parameter_max_length_on_error=0 \
  -c hba_file="${HBA_FILE:-/etc/database/pg_hba.conf}"
