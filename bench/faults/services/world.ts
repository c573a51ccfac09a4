import {spawn} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import {programArgv} from '../../../source/io/paths.js';
import {isAlive} from '../../../source/io/process-identity.js';
import {returnOfClutchd, watchClutchd, type Watcher} from '../../../test/helpers/clutchd.js';
import type {Home} from '../../../test/helpers/home.js';
import {checkInvariants} from '../../../test/helpers/invariants.js';
import {serviceHome, startDecoys, type Row} from '../../../test/helpers/services.js';
import {kill} from '../../../test/helpers/user-interface.js';
import type {Fault, Outcome, Scope} from '../fault.js';

/** A machine with services under a real clutchd, beside processes of others that look like them. */
export type World = {
	readonly scope: Scope;
	readonly home: Home;
	readonly watcher: () => Watcher;
	/** A folder for what a service writes down about itself. */
	readonly folder: (id: string) => string;
	/** Counts as lost where it does not hold, and says so. */
	readonly expect: (sentence: string, holds: boolean) => void;
	/** Another process that has to live on. */
	readonly foreign: (identity: {readonly pid: number; readonly startTime: string}) => void;
	/** Kills clutchd and takes up with the one that is started next. */
	readonly killClutchd: () => Promise<Watcher>;
	/** From nothing to a clutchd with a client; `world.watcher` is that client. */
	readonly open: (services: (folder: (id: string) => string) => Readonly<Record<string, Row>>, surroundings?: Surroundings) => Promise<Watcher>;
};

export type Surroundings = {
	readonly env?: Readonly<Record<string, string>>;
	/** Runs as root where only clutchd and what it starts sees what it mounts, in the place of `$LOG`. */
	readonly script?: string;
};

export type ServiceFault = Omit<Fault, 'once'> & {
	/** Answers with what was lost beyond what `expect` has counted. */
	readonly once: (world: World) => Promise<Omit<Outcome, 'lost'> & {readonly lost?: number}>;
};

/** Every fault of services ends alike: nobody is left over, and nobody else was touched. */
export function serviceFault({once, ...fault}: ServiceFault): Fault {
	return {
		...fault,
		async once(scope) {
			const decoys = startDecoys(scope);
			const others = new Set<{readonly pid: number; readonly startTime: string}>();
			const broken: string[] = [];
			let home: Home | undefined;
			let watcher: Watcher | undefined;
			const opened = <Value>(value: Value | undefined): Value => {
				if (value === undefined) {
					throw new Error('no clutchd was opened');
				}

				return value;
			};

			const world: World = {
				scope,
				get home() {
					return opened(home);
				},
				watcher: () => opened(watcher),
				folder: id => path.join(opened(home).project, id),
				expect(sentence, holds) {
					if (!holds) {
						process.stderr.write(`  not so: ${sentence}\n`);
						broken.push(sentence);
					}
				},
				foreign(identity) {
					others.add(identity);
				},
				async killClutchd() {
					kill(opened(watcher).client.welcome.pid);
					watcher = await watchClutchd(scope, {home: opened(home)});
					return watcher;
				},
				async open(services, {env = {}, script} = {}) {
					home = serviceHome(scope, {services, env});
					watcher = script === undefined ? await watchClutchd(scope, {home}) : await inNamespace(scope, home, script);
					return watcher;
				},
			};
			const outcome = await once(world);
			const {names} = home === undefined ? {names: []} : await checkInvariants({home});
			broken.push(...names);
			const foreignTouched = decoys.touched() + [...others].filter(identity => !isAlive(identity)).length;
			return {...outcome, lost: (outcome.lost ?? 0) + broken.length, foreignTouched, broken};
		},
	};
}

async function inNamespace(scope: Scope, home: Home, script: string): Promise<Watcher> {
	const child = spawn('unshare', ['-m', '/bin/sh', '-c', `${script} && exec "$@"`, 'sh', ...programArgv('clutchd')], {env: {...home.env, LOG: home.paths.log}, stdio: 'ignore', detached: true});
	child.unref();
	return returnOfClutchd(scope, home);
}
