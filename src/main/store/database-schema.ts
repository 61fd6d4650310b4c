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
  // Minutes lie together by shelf (one target's namespaces, or its events): a chart of a day reads neighbouring pages, and
  // no second index has to be written. No foreign keys: rows are deleted in slices, keys after them.
  `CREATE TABLE rate_shelves (id INTEGER PRIMARY KEY, target_id TEXT NOT NULL, whole INTEGER NOT NULL, UNIQUE (target_id, whole)) STRICT;
   CREATE TABLE rate_keys (id INTEGER PRIMARY KEY, shelf_id INTEGER NOT NULL, namespace TEXT NOT NULL, event TEXT NOT NULL, first_minute INTEGER NOT NULL, last_day INTEGER NOT NULL, UNIQUE (shelf_id, namespace, event)) STRICT;
   CREATE TABLE minute_rates (shelf_id INTEGER NOT NULL, minute INTEGER NOT NULL, key_id INTEGER NOT NULL, count INTEGER NOT NULL, bytes INTEGER NOT NULL, seconds INTEGER NOT NULL, PRIMARY KEY (shelf_id, minute, key_id)) STRICT, WITHOUT ROWID;
   CREATE TABLE rate_days (day INTEGER PRIMARY KEY, rows INTEGER NOT NULL) STRICT;`,
  `CREATE TABLE saved_filters (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
   CREATE TABLE filter_history (text TEXT PRIMARY KEY, used_at_ms INTEGER NOT NULL) STRICT;
   CREATE TABLE user_catalogs (id TEXT PRIMARY KEY, saved_at_ms INTEGER NOT NULL, body TEXT NOT NULL) STRICT;`,
]
