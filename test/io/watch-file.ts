import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {watchFiles} from '../../source/io/watch-file.js';
import {until} from '../helpers/until.js';

test('notices that a file changed, came, went, and that only its permissions changed', async t => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-watch-file-'));
	const file = path.join(folder, 'config.json');
	writeFileSync(file, '{}');
	let changes = 0;
	const watch = watchFiles({folder, names: ['config.json'], onChange() {
		changes++;
	}});
	t.teardown(() => {
		watch.close();
		rmSync(folder, {recursive: true, force: true});
	});
	const noticed = async (what: string, change: () => void) => {
		const before = changes;
		change();
		await until(`${what} is noticed`, () => changes > before);
	};

	// Its size tells, however soon it comes; the later ones come in another tick of the clock.
	await noticed('another text', () => {
		writeFileSync(file, '{"a": 1}');
	});
	await noticed('another permission', () => {
		chmodSync(file, 0o000);
	});
	await noticed('that it may be read again', () => {
		chmodSync(file, 0o644);
	});
	await noticed('that it is gone', () => {
		rmSync(file);
	});
	await noticed('that it is there', () => {
		writeFileSync(file, '{}');
	});
	t.is(changes, 5);
});
