# Each service's database and its two roles, from the very addresses they come in by: one place for a password.
# The owner has the database and its tables; the application's role may come in, and owns nothing. A service
# can reach its own database and no other. Runs on an empty server by itself; run again it makes what is missing.
make_databases() (
  set -eu
  for file in "${SECRETS_DIR:-/run/secrets}"/cdop_*_owner_url; do
    # postgresql+psycopg://ROLE:PASSWORD@HOST:PORT/DATABASE?name=value
    read_address "$file"
    OWNER=$ROLE OWNER_PASSWORD=$PASSWORD
    read_address "${file%_owner_url}_database_url"
    export OWNER OWNER_PASSWORD ROLE PASSWORD DATABASE
    ask postgres <<'SQL'
\getenv owner OWNER
\getenv owner_password OWNER_PASSWORD
\getenv role ROLE
\getenv password PASSWORD
\getenv database DATABASE
SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD %L', name, secret)
FROM (VALUES (:'owner', :'owner_password'), (:'role', :'password')) AS wanted (name, secret)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"role";
SQL
    case "$file" in
      */cdop_theming_owner_url)
        # Only the server's owner may: theming compares cases by the type it brings.
        echo 'CREATE EXTENSION IF NOT EXISTS vector SCHEMA public' | ask "$DATABASE" ;;
    esac
    echo "The database $DATABASE belongs to $OWNER, and $ROLE works in it."
  done
)

read_address() {
  address=$(cat "$1")
  rest=${address#*://}
  ROLE=${rest%%:*}
  rest=${rest#*:}
  PASSWORD=${rest%%@*}
  DATABASE=${address%%\?*}
  DATABASE=${DATABASE##*/}
}

ask() { # DATABASE
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname="$1"
}

make_databases
