import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {Fingerprint} from '../core/service/changed.js';
import {keptOf, machineOf, type KeptService} from '../core/service/kept.js';
import {idleMachine, type Now, type ServiceMachine} from '../core/service/phase.js';
import {readKeptServices} from '../core/service/kept/schema.js';
import type {ServiceId} from '../core/service/service.js';
import {bootId} from '../io/boot-id.js';
import {changePrivateFile} from '../io/private-file.js';
import {randomBytes} from '../io/random.js';
import type {SupervisorContext} from './context.js';

/** What services are wanted and how they fared, over the end of clutchd. */
export type ServiceMemory = {
	readonly machine: (id: ServiceId, now: Now) => ServiceMachine;
	readonly wanted: (id: ServiceId) => boolean;
	readonly keep: (id: ServiceId, machine: ServiceMachine, now: Now) => void;
	readonly forget: (id: ServiceId) => void;
	/** With what it was well the last time. */
	readonly good: (id: ServiceId) => Fingerprint | undefined;
	readonly keepGood: (id: ServiceId, good: Fingerprint) => void;
	/** What a program called itself when its file was this one. */
	readonly version: (program: string, stamp: string) => string | undefined;
	readonly keepVersion: (program: string, asked: AskedVersion) => void;
	/** Stands for a value, so that two can be told apart; it cannot be found out from it. */
	readonly mark: (text: string) => string;
};

type AskedVersion = {readonly stamp: string; readonly version: string};

type Row = {readonly kept: KeptService | undefined; readonly good: Fingerprint | undefined};

type Read = {readonly salt: string; readonly rows: ReadonlyMap<ServiceId, Row>; readonly versions: ReadonlyMap<string, AskedVersion>};

const markLength = 10;

export function openServiceMemory({paths, env, log}: Pick<SupervisorContext, 'paths' | 'env' | 'log'>): ServiceMemory {
	const file = path.join(paths.state, 'services.json');
	const boot = bootId(env);
	const read = readMemory(file, boot);
	const {salt} = read;
	const rows = new Map(read.rows);
	const versions = new Map(read.versions);
	let written = '';
	let failed = false;

	const write = (id: ServiceId, change: Partial<Row>) => {
		rows.set(id, {kept: undefined, good: undefined, ...rows.get(id), ...change});
		save();
	};

	const save = () => {
		const kept = [...rows].flatMap(([id, row]) => row.kept === undefined ? [] : [[id, row.kept] as const]);
		const good = [...rows].flatMap(([id, row]) => row.good === undefined ? [] : [[id, row.good] as const]);
		const text = `${JSON.stringify({boot, salt, services: Object.fromEntries(kept), good: Object.fromEntries(good), versions: Object.fromEntries(versions)})}\n`;
		if (text === written) {
			return;
		}

		try {
			changePrivateFile(file, () => text);
			written = text;
			failed = false;
		} catch (error) {
			if (!failed) {
				log.write('warn', 'what is wanted of services cannot be written down', {error: error as Error});
			}

			failed = true;
		}
	};

	return {
		machine(id, now) {
			const kept = rows.get(id)?.kept;
			return kept === undefined ? idleMachine : machineOf(kept, now);
		},
		wanted: id => rows.get(id)?.kept?.phase.status === 'wanted',
		keep(id, machine, now) {
			const kept = keptOf(machine, now);
			// When it failed is known to the second; that it did counts.
			if (JSON.stringify({...kept, failures: kept?.failures.length}) !== JSON.stringify({...rows.get(id)?.kept, failures: rows.get(id)?.kept?.failures.length})) {
				write(id, {kept});
			}
		},
		forget(id) {
			rows.delete(id);
			save();
		},
		good: id => rows.get(id)?.good,
		keepGood(id, good) {
			write(id, {good});
		},
		version(program, stamp) {
			const asked = versions.get(program);
			return asked?.stamp === stamp ? asked.version : undefined;
		},
		keepVersion(program, asked) {
			versions.set(program, asked);
			save();
		},
		mark: text => createHash('sha256').update(salt).update(text).digest('base64url').slice(0, markLength),
	};
}

function readMemory(file: string, boot: string | undefined): Read {
	const fresh = Buffer.from(randomBytes(16)).toString('hex');
	try {
		const read = JSON.parse(readFileSync(file, 'utf8')) as {readonly boot?: unknown; readonly salt?: unknown; readonly services?: unknown; readonly good?: unknown; readonly versions?: unknown};
		const services = readKeptServices(read.services) ?? {};
		const good = recordOf(read.good);
		const versions = Object.entries(recordOf(read.versions)).flatMap(([program, asked]) => {
			const {stamp, version} = recordOf(asked);
			return typeof stamp === 'string' && typeof version === 'string' ? [[program, {stamp, version}] as const] : [];
		});
		const rows = [...new Set([...Object.keys(services), ...Object.keys(good)])].map((id): readonly [ServiceId, Row] => {
			const kept = services[id];
			return [id, {kept: kept && (read.boot === boot ? kept : afresh(kept)), good: fingerprintOf(good[id])}];
		});
		return {salt: typeof read.salt === 'string' ? read.salt : fresh, rows: new Map(rows), versions: new Map(versions)};
	} catch {
		// The first start, or a file that nobody of ours wrote: nothing is remembered.
		return {salt: fresh, rows: new Map(), versions: new Map()};
	}
}

/** What kept a service from running may be gone with the start of the machine, such as who had its port. */
function afresh({phase, port, listened}: KeptService): KeptService {
	return {phase: phase.status === 'parked' ? {status: 'wanted'} : phase, failures: [], inRow: 0, neverWell: 0, port, listened};
}

function fingerprintOf(value: unknown): Fingerprint | undefined {
	const record = recordOf(value);
	return value !== undefined && Object.values(record).every(each => typeof each === 'string') ? record as Fingerprint : undefined;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? value as Readonly<Record<string, unknown>> : {};
}
