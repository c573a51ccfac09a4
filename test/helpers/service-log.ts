import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import type {ExecutionContext} from 'ava';
import {systemClock, type Clock} from '../../source/io/clock.js';
import {createServiceLog} from '../../source/io/service-log.js';

type Settings = {readonly bytes?: number; readonly files?: number; readonly secrets?: readonly string[]; readonly clock?: Clock};

type Run = {readonly holder?: string; readonly acknowledged?: number};

/** The log of a service of which one run prints, in a folder of its own. */
export function openServiceLog(t: ExecutionContext, settings: Settings = {}) {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-service-log-'));
	mkdirSync(path.join(folder, 'logs'));
	const opened = logIn(t, folder, settings);
	t.teardown(async () => {
		await opened.log.close();
		rmSync(folder, {recursive: true, force: true});
	});
	return opened;
}

/** As a clutchd opens it: a later one does with the same folder what an earlier one left undone. */
export function logIn(t: Pick<ExecutionContext, 'teardown'>, folder: string, {bytes = 10_000_000, files = 5, secrets = [], clock = systemClock, holder = 'one', acknowledged = 0}: Settings & Run = {}) {
	const file = path.join(folder, 'logs', 'api.log');
	const troubles: Array<string | undefined> = [];
	const log = createServiceLog({file, place: path.join(folder, 'places', 'api'), policy: {bytes, files}, secrets: () => secrets, clock, onTrouble(error) {
		troubles.push(error?.message);
	}});
	t.teardown(log.close);
	let kept = 0;
	const writer = log.begin({holder, acknowledged, onKept(offset) {
		kept = offset;
	}});
	let offset = writer.from;
	return {
		folder, file, log, writer, troubles,
		kept: () => kept,
		print(output: string | Uint8Array) {
			const part = Buffer.from(output);
			writer.write(offset, part);
			offset += part.length;
		},
		skip(size: number, lines?: number) {
			writer.skip({from: offset, to: offset + size, lines});
			offset += size;
		},
		text: () => everything(folder).replaceAll(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /gm, ''),
	};
}

/** What all files of a log say, from the oldest line on, whatever the state in which they were left. */
export function everything(folder: string): string {
	const logs = path.join(folder, 'logs');
	const names = readdirSync(logs);
	const numbered = (name: string) => Number(/\.(\d+)(?:\.gz)?$/.exec(name)?.[1] ?? -1);
	return names
		.filter(name => name.startsWith('api.log') && !(name.endsWith('.0') && names.includes(`${name}.gz`)))
		.toSorted((one, other) => numbered(other) - numbered(one))
		.map(name => {
			const bytes = readFileSync(path.join(logs, name));
			return String(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
		})
		.join('');
}
