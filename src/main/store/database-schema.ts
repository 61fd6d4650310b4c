/*
 * The tables of rollcall.db. Each migration brings the file from version n to n + 1 (`user_version`) and is never changed
 * once released. Names and texts are bounded before they get here.
 */

export const migrations: readonly string[] = [
  `CREATE TABLE audit (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     at_ms INTEGER NOT NULL UNIQUE,
     finished_at_ms INTEGER,
     who TEXT NOT NULL,
     action TEXT NOT NULL,
     target_name TEXT NOT NULL,
     scope TEXT NOT NULL,
     reason TEXT NOT NULL,
     result TEXT NOT NULL CHECK (result IN ('pending', 'confirmed', 'sent', 'failed', 'unknown')),
     detail TEXT NOT NULL
   ) STRICT;
   CREATE INDEX audit_pending ON audit (result) WHERE result = 'pending';`,
  `CREATE TABLE rosters (id TEXT PRIMARY KEY, target_id TEXT NOT NULL, body TEXT NOT NULL) STRICT;
   CREATE TABLE saved_views (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;`,
  `CREATE TABLE rate_keys (id INTEGER PRIMARY KEY, target_id TEXT NOT NULL, namespace TEXT NOT NULL, event TEXT NOT NULL, UNIQUE (target_id, namespace, event)) STRICT;
   CREATE TABLE minute_rates (minute INTEGER NOT NULL, key_id INTEGER NOT NULL REFERENCES rate_keys (id) ON DELETE CASCADE, count INTEGER NOT NULL, bytes INTEGER NOT NULL, seconds INTEGER NOT NULL, PRIMARY KEY (minute, key_id)) STRICT, WITHOUT ROWID;
   CREATE INDEX minute_rates_key ON minute_rates (key_id, minute);`,
  `CREATE TABLE saved_filters (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
   CREATE TABLE filter_history (text TEXT PRIMARY KEY, used_at_ms INTEGER NOT NULL) STRICT;
   CREATE TABLE user_catalogs (id TEXT PRIMARY KEY, saved_at_ms INTEGER NOT NULL, body TEXT NOT NULL) STRICT;`,
]
