import type {ProcessIdentity} from '../core/ipc/holder.js';
import type {ServiceId} from '../core/service/service.js';
import {readAddress, removeAddress, writeAddress} from '../io/http-address.js';
import type {Paths} from '../io/paths.js';
import type {ServiceLog} from '../io/service-log.js';
import {portOf, type CheckedRun} from './service-checks.js';
import type {ServiceLaunch} from './service-launch.js';
import {watchPrinted, type Printed} from './service-printed.js';

/** One run of a service, from its start to its end. */
export type OneRun = {
	/** The number of its start; of one that was found, it is known a moment later. */
	epoch: number;
	readonly launch: ServiceLaunch;
	/** As its probes see it. */
	readonly checked: CheckedRun;
	/** The number of the newest line when it began. */
	readonly firstLine: number;
	readonly foreign: Foreign | undefined;
	readonly over: PromiseWithResolvers<void>;
	/** It was well. */
	isWell: boolean;
	/** It was sent its first signal. */
	stopping: boolean;
	/** Whatever of it is being ended is killed. */
	readonly hurry: AbortController;
	/** Says where it listens, for those who look for that where our own programs write it down. */
	readonly tellAddress: () => void;
	/** It is over. */
	readonly close: () => void;
};

/** Somebody else's program that is used in its place. */
export type Foreign = {readonly text: string; readonly identity: ProcessIdentity | undefined};

export type Beginning = Pick<OneRun, 'epoch' | 'launch' | 'foreign'> & {
	readonly pid: number;
	/** When it was started. */
	readonly since: number;
	/** An earlier clutchd saw it well. */
	readonly wasWell: boolean;
};

type Options = {readonly paths: Paths; readonly id: ServiceId; readonly log: ServiceLog};

export function beginRun({epoch, launch, pid, since, foreign, wasWell}: Beginning, {paths, id, log}: Options): OneRun {
	const {address, spec} = launch;
	const tellsItself = spec.port?.told === true;
	const printed: Printed = watchPrinted(log, spec.probes);
	let told: string | undefined;

	/** As it was told last: the file may have been tidied away, and the service listens all the same. */
	const toldAddress = () => {
		const read = readAddress(paths, id);
		told = read?.pid === pid ? read.address : told;
		return told;
	};

	return {
		epoch,
		launch,
		foreign,
		over: Promise.withResolvers(),
		firstLine: log.last(),
		isWell: false,
		stopping: false,
		hurry: new AbortController(),
		checked: {
			pid,
			address: () => tellsItself ? toldAddress() : address,
			hasTold: () => toldAddress() !== undefined,
			hasPrinted: pattern => wasWell || printed.has(pattern),
			ownsPort: foreign === undefined && !tellsItself,
			env: launch.env,
			cwd: launch.cwd,
		},
		tellAddress() {
			if (tellsItself || address === undefined || readAddress(paths, id)?.pid === pid) {
				return;
			}

			try {
				writeAddress(paths, id, {address, pid, port: portOf(address), startedAt: since});
			} catch {
				// It runs all the same, and with its next answer this is tried again.
			}
		},
		close() {
			printed.close();
			try {
				removeAddress(paths, id, pid);
			} catch {
				// Who reads it finds that this pid is gone.
			}
		},
	};
}
