import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {readScan, snapshotFile} from '../../source/io/scan.js';

const made = Date.parse('2026-11-20T06:00:00Z');
const text = JSON.stringify({schema_version: '1.0', generated_at: '2026-11-20T06:00:00Z', slots: {R1_primary: {best: 'vendor/best'}}});

test('reads the snapshot where model-scan leaves it, in the configuration folder that is in force', t => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-scan-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const byHome = {HOME: folder};
	const byFolder = {HOME: '/nowhere', XDG_CONFIG_HOME: path.join(folder, 'xdg')};
	t.is(snapshotFile(byHome), path.join(folder, '.config', 'model-scan', 'routing_snapshot.json'));
	for (const env of [byHome, byFolder]) {
		t.deepEqual(readScan({env, now: made}), {status: 'none'});
		mkdirSync(path.dirname(snapshotFile(env)), {recursive: true});
		writeFileSync(snapshotFile(env), text);
		t.deepEqual(readScan({env, now: made + 60_000}), {status: 'read', best: {model: 'vendor/best', provider: undefined}, free: undefined});
		t.deepEqual(readScan({env, now: made + (3 * 86_400_000)}), {status: 'stale', days: 3});
	}
});

test('a snapshot that cannot be read is not used', t => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-scan-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const env = {XDG_CONFIG_HOME: folder};
	mkdirSync(snapshotFile(env), {recursive: true});
	t.deepEqual(readScan({env, now: made}), {status: 'invalid', problem: 'it cannot be read'});
});
