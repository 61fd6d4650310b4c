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
]
