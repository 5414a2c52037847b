#!/bin/sh
# Run once, by PostgreSQL's image, when its data folder is new: the portal's database and the three roles that use it.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" --set replication="$REPLICATION_PASSWORD" <<'SQL'
CREATE ROLE portal_owner LOGIN PASSWORD :'owner';
CREATE ROLE portal_app LOGIN PASSWORD :'app';
CREATE ROLE portal_replication LOGIN REPLICATION PASSWORD :'replication';
CREATE DATABASE portal OWNER portal_owner;
SQL
echo "host replication portal_replication all scram-sha-256" >> "$PGDATA/pg_hba.conf"
