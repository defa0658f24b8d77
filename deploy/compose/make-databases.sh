# Each service's database and role, from the very addresses the services are given: one place for a password.
# Runs once, on an empty server. A service can reach its own database and no other.
make_databases() (
  set -eu
  for file in "${SECRETS_DIR:-/run/secrets}"/cdop_*_database_url; do
    # postgresql+psycopg://ROLE:PASSWORD@HOST:PORT/DATABASE?name=value
    address=$(cat "$file")
    rest=${address#*://}
    ROLE=${rest%%:*}
    rest=${rest#*:}
    PASSWORD=${rest%%@*}
    DATABASE=${address%%\?*}
    DATABASE=${DATABASE##*/}
    export ROLE PASSWORD DATABASE
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
\getenv role ROLE
\getenv password PASSWORD
\getenv database DATABASE
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"database" OWNER :"role";
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
SQL
    case "$file" in
      */cdop_theming_database_url)
        # Only the server's owner may: theming compares cases by the type it brings.
        psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname="$DATABASE" \
          --command='CREATE EXTENSION IF NOT EXISTS vector SCHEMA public' ;;
    esac
    echo "Made the database $DATABASE and its role $ROLE."
  done
)
make_databases
