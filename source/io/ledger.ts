import {chmodSync} from 'node:fs';
import {DatabaseSync} from 'node:sqlite';
import type {Instant, SessionId} from '../core/session/session.js';
import type {Usage} from '../core/usage/usage.js';

export type Ledger = {
	/** Stored when this returns. Answers with those that were not there before: a record that comes twice counts once. */
	readonly record: (records: readonly Usage[]) => readonly Usage[];
	/** Oldest first: what ended since an instant, and all that belongs to these sessions. */
	readonly read: (wanted: {readonly since: Instant; readonly sessions: readonly SessionId[]}) => readonly Usage[];
	readonly close: () => void;
};

/** Every request that ever went through the gateway, once, in SQLite. Without a file it is kept in memory only. */
export function openLedger(file: string | undefined): Ledger {
	const database = new DatabaseSync(file ?? ':memory:', {timeout: 5000});
	if (file !== undefined) {
		chmodSync(file, 0o600);
	}

	database.exec('PRAGMA journal_mode = WAL');
	database.exec('PRAGMA synchronous = NORMAL');
	database.exec('CREATE TABLE IF NOT EXISTS usage (id TEXT PRIMARY KEY, at REAL NOT NULL, session TEXT, body TEXT NOT NULL) STRICT');
	database.exec('CREATE INDEX IF NOT EXISTS usage_at ON usage (at)');
	database.exec('CREATE INDEX IF NOT EXISTS usage_session ON usage (session)');
	const insert = database.prepare('INSERT INTO usage (id, at, session, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING');
	const select = database.prepare('SELECT body FROM usage WHERE at >= ? OR session IN (SELECT value FROM json_each(?)) ORDER BY at');

	return {
		record(records) {
			database.exec('BEGIN IMMEDIATE');
			try {
				const fresh = records.filter(record => insert.run(record.id, record.at, record.session ?? null, JSON.stringify(record)).changes === 1);
				database.exec('COMMIT');
				return fresh;
			} catch (error) {
				database.exec('ROLLBACK');
				throw error;
			}
		},
		read: ({since, sessions}) => select.all(since, JSON.stringify(sessions)).map(({body}) => JSON.parse(String(body)) as Usage),
		close() {
			database.close();
		},
	};
}
