import type {ClientState} from '../core/client/state.js';
import type {Service, ServiceId} from '../core/service/service.js';
import {pidParts} from '../core/view/text/service-lines.js';
import {systemClock} from '../io/clock.js';
import type {ClutchdClient} from '../io/clutchd-client.js';
import type {CommandContext} from './command.js';

type Options = {
	/** Undefined for all. */
	readonly ids: readonly ServiceId[] | undefined;
	/** How they were when it was asked for, where that is longer ago. */
	readonly before?: readonly Service[];
	readonly context: Pick<CommandContext, 'stderr' | 'takeInterrupts'>;
	readonly quiet: boolean;
};

const lookEveryMs = 250;

/** What ends in order is gone before anybody wonders. */
const patienceMs = 1000;

/** On a terminal the countdown is drawn anew, elsewhere it comes back this seldom. */
const remindMs = 5000;

export type StoppedServices = {
	/** Those that ran. */
	readonly stopped: readonly ServiceId[];
	/** Those that somebody started again meanwhile; they run. */
	readonly takenBack: readonly ServiceId[];
};

/**
Stops services, those that depend on others first, and names what it waits for. Ctrl+C then says what a second one does: what is being ended is killed at once.
*/
export async function stopServices(client: ClutchdClient, {ids, before, context: {stderr, takeInterrupts}, quiet}: Options): Promise<StoppedServices> {
	const {services} = await client.call({type: 'status'}) as ClientState;
	const ran = (before ?? services).filter(service => isLeft(service)).map(({id}) => id);
	const known = new Map(services.map(service => [service.id, service]));
	client.subscribe({
		onSnapshot(state) {
			for (const service of state.services) {
				known.set(service.id, service);
			}
		},
		onEvent(event) {
			if (event.type === 'service.changed') {
				known.set(event.service.id, event.service);
			}
		},
	});

	const begin = performance.now();
	let isWarned = false;
	let isDrawn = false;
	let saidAt = begin - remindMs;
	const say = (isAsked: boolean) => {
		const text = waitingText([...known.values()].filter(({id}) => ids?.includes(id) ?? true), {now: systemClock.now(), isWarned});
		const now = performance.now();
		if (quiet || (!isAsked && now - begin < patienceMs) || (!isAsked && !stderr.isTTY && now - saidAt < remindMs)) {
			return;
		}

		saidAt = now;
		stderr.write(stderr.isTTY ? `\r\u001B[K${text}` : `${text}\n`);
		isDrawn = stderr.isTTY;
	};

	const timer = setInterval(() => {
		say(false);
	}, lookEveryMs);
	const release = takeInterrupts(() => {
		if (!isWarned) {
			isWarned = true;
			say(true);
			return;
		}

		for (const {id} of [...known.values()].filter(({state}) => state.status === 'stopping')) {
			client.call({type: 'service.hurry', id}).catch(() => {
				// It has ended meanwhile, which is what was wanted.
			});
		}
	});
	let takenBack: readonly ServiceId[] = [];
	try {
		// A clutchd of before this was told says nothing.
		takenBack = await client.call({type: 'service.down', ...(ids === undefined ? {} : {ids})}) as readonly ServiceId[] | undefined ?? [];
	} finally {
		clearInterval(timer);
		release();
		if (isDrawn) {
			stderr.write('\r\u001B[K');
		}
	}

	const left = new Set([...known.values()].filter(service => isLeft(service)).map(({id}) => id));
	return {stopped: ran.filter(id => !left.has(id) && !takenBack.includes(id)), takenBack};
}

/** Something of it is still to be ended. */
export function isLeft({state: {status}}: Service): boolean {
	return status !== 'stopped' && status !== 'completed' && status !== 'parked';
}

function waitingText(services: readonly Service[], {now, isWarned}: {readonly now: number; readonly isWarned: boolean}): string {
	const stopping = services.flatMap(({id, state}) => state.status === 'stopping' ? [`${id} (${[...pidParts(state.pid), `${Math.max(0, Math.ceil((state.deadline - now) / 1000))} s`].join(', ')})`] : []);
	if (stopping.length === 0) {
		const left = services.filter(service => isLeft(service)).map(({id}) => id);
		return `waiting for ${left.length === 0 ? 'what the services started and left behind' : left.join(', ')} to end`;
	}

	return `waiting for ${stopping.join(', ')}${isWarned ? ` – Ctrl+C again kills ${stopping.length === 1 ? 'it' : 'them'}` : ''}`;
}
