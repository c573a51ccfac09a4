import {readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import type {ServiceId} from '../core/service/service.js';
import type {LogPolicy} from '../core/service/spec.js';
import {logTroubleText} from '../io/log-trouble.js';
import type {Paths} from '../io/paths.js';
import {createServiceLog, type ServiceLog} from '../io/service-log.js';
import type {SupervisorContext} from './context.js';

/** The log of one service, where those of this state directory are. */
export type OwnLog = {
	readonly log: ServiceLog;
	/** Why what it prints is not kept, and what helps. */
	readonly trouble: () => string | undefined;
	/** `forget`: there is no such service any more. What it has printed stays; how far that goes is nobody's business now. */
	readonly close: (how: {readonly forget: boolean}) => Promise<void>;
};

type Options = {
	readonly context: Pick<SupervisorContext, 'clock' | 'paths' | 'log'>;
	readonly id: ServiceId;
	readonly policy: LogPolicy;
	readonly secrets: () => readonly string[];
	/** The trouble is another one, or over. */
	readonly onChange: () => void;
};

export function openOwnLog({context: {clock, paths, log: clutchdLog}, id, policy, secrets, onChange}: Options): OwnLog {
	const file = path.join(paths.log, `${id}.log`);
	const place = path.join(placesFolder(paths), `.${id}.log.at`);
	let trouble: string | undefined;
	const log = createServiceLog({file, place, policy, secrets, clock, onTrouble(error) {
		trouble = error && logTroubleText(error, file);
		onChange();
		clutchdLog.write(error === undefined ? 'info' : 'warn', error === undefined ? 'the log of a service can be written again' : 'the log of a service cannot be written', {service: id, error});
	}});
	return {
		log,
		trouble: () => trouble,
		async close({forget}) {
			await log.close();
			if (forget) {
				rmSync(place, {force: true});
			}
		},
	};
}

/** Forgets the same of services that went while no clutchd was there to see it. */
export function forgetOthers(paths: Pick<Paths, 'state'>, isKnown: (id: ServiceId) => boolean): void {
	const folder = placesFolder(paths);
	try {
		for (const name of readdirSync(folder)) {
			const id = /^\.(.+)\.log\.at$/.exec(name)?.[1];
			if (id !== undefined && !isKnown(id)) {
				rmSync(path.join(folder, name), {force: true});
			}
		}
	} catch {
		// No service was ever started here, or the disk does not give it now: the next clutchd looks again.
	}
}

function placesFolder({state}: Pick<Paths, 'state'>): string {
	return path.join(state, 'services');
}
