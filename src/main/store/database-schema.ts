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
  `CREATE TABLE alerts (id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, target_id TEXT NOT NULL, phase TEXT NOT NULL, started_at_ms INTEGER NOT NULL, last_at_ms INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
   CREATE INDEX alerts_phase ON alerts (phase, last_at_ms);
   CREATE TABLE alert_entries (alert_id TEXT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE, n INTEGER NOT NULL, at_ms INTEGER NOT NULL, what TEXT NOT NULL, who TEXT, text TEXT NOT NULL, PRIMARY KEY (alert_id, n)) STRICT, WITHOUT ROWID;
   CREATE TABLE alert_evidence (alert_id TEXT PRIMARY KEY REFERENCES alerts (id) ON DELETE CASCADE, body TEXT NOT NULL) STRICT;
   CREATE TABLE silences (id TEXT PRIMARY KEY, ends_at_ms INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
   CREATE TABLE alert_rules (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
   CREATE TABLE tell_settings (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
   CREATE TABLE webhook_outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, severity TEXT NOT NULL, made_at_ms INTEGER NOT NULL, tries INTEGER NOT NULL, next_at_ms INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
   CREATE TABLE webhook_told (alert_id TEXT NOT NULL, severity TEXT NOT NULL, PRIMARY KEY (alert_id, severity)) STRICT, WITHOUT ROWID;`,
  // audit: one row an entry of the chain (store/audit-entry.ts). Rows of earlier versions have no hash until they are taken over at opening.
  `CREATE TABLE notices (id TEXT PRIMARY KEY, state TEXT NOT NULL, created_at_ms INTEGER NOT NULL, next_at_ms INTEGER, body TEXT NOT NULL) STRICT;
   CREATE INDEX notices_next ON notices (next_at_ms) WHERE next_at_ms IS NOT NULL;
   CREATE TABLE notice_parts (id TEXT PRIMARY KEY, notice_id TEXT NOT NULL REFERENCES notices (id) ON DELETE CASCADE, n INTEGER NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL) STRICT;
   CREATE INDEX notice_parts_notice ON notice_parts (notice_id, n);
   CREATE TABLE notice_templates (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
   CREATE TABLE notice_ways (target_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
   DROP INDEX audit_pending;
   ALTER TABLE audit RENAME TO audit_before;
   CREATE TABLE audit (
     n INTEGER PRIMARY KEY,
     record INTEGER NOT NULL,
     part INTEGER NOT NULL,
     kind TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     finished_at_ms INTEGER,
     who TEXT NOT NULL,
     action TEXT NOT NULL,
     target_name TEXT NOT NULL,
     scope TEXT NOT NULL,
     reason TEXT NOT NULL,
     result TEXT NOT NULL,
     detail TEXT NOT NULL,
     extra TEXT NOT NULL,
     key_id TEXT NOT NULL,
     hash TEXT NOT NULL,
     UNIQUE (record, part)
   ) STRICT;
   INSERT INTO audit
     SELECT row_number() OVER (ORDER BY seq), seq, 0, CASE result WHEN 'pending' THEN 'begun' ELSE 'earlier' END, at_ms, finished_at_ms, who, action, target_name, scope, reason, result, detail, '', '', ''
     FROM audit_before ORDER BY seq;
   DROP TABLE audit_before;
   CREATE UNIQUE INDEX audit_at ON audit (at_ms) WHERE part = 0;
   CREATE INDEX audit_purge ON audit (n) WHERE kind = 'purge';
   CREATE INDEX audit_unknown ON audit (n) WHERE result = 'unknown';
   CREATE TABLE audit_settings (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;`,
  `CREATE TABLE group_rooms (target_id TEXT NOT NULL, namespace TEXT NOT NULL, room TEXT NOT NULL, what TEXT NOT NULL, group_id TEXT NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (target_id, namespace, room)) STRICT, WITHOUT ROWID;
   CREATE INDEX group_rooms_day ON group_rooms (day);`,
]
