import {ClutchError} from '../core/error.js';
import {choiceText} from '../core/service/choice.js';
import type {IdentityProbe, PortSpec} from '../core/service/spec.js';
import {ownerName, portOwner, type PortOwner} from '../io/port-owner.js';
import {probeHttp} from '../io/probe.js';
import {freePort} from '../io/socket.js';

export type ChosenPort =
	| {readonly type: 'free'; readonly port: number}
	/** The same program runs there already, started by somebody else: it is used as it is, and never signalled. */
	| {readonly type: 'foreign'; readonly port: number; readonly owner: PortOwner | undefined}
	| {readonly type: 'taken'; readonly reason: string; readonly choices: readonly string[]};

type Asked = {
	readonly spec: PortSpec;
	/** Where it is to listen in this run instead of where its row says. */
	readonly wanted: number | undefined;
	readonly identity: IdentityProbe | undefined;
	readonly signal: AbortSignal;
	/** Whether a process is left over from an earlier run of the service. */
	readonly isLeft?: ((pid: number) => Promise<boolean>) | undefined;
};

/** A machine that is busy answers late, and what is taken for somebody else's is not used. */
const identityMs = 5000;
/** So many ports behind the taken one are tried. */
const nearby = 50;

/** Where a service is to listen, looked at before it starts: a program that finds its port taken says so in words of its own, or not at all. */
export async function choosePort({spec, wanted, identity, signal, isLeft}: Asked): Promise<ChosenPort> {
	const port = wanted ?? spec.number;
	const free = await freePort(port);
	if (free !== undefined) {
		return {type: 'free', port: free};
	}

	const any = spec.number === 0 ? await freePort(0) : undefined;
	if (any !== undefined) {
		return {type: 'free', port: any};
	}

	const owner = portOwner(port);
	if (owner !== undefined && await isLeft?.(owner.pid) === true) {
		const {message} = new ClutchError('ERR_CLUTCH_PORT_TAKEN', {port, owner: `${ownerName(owner)}, which is left over from its last run`});
		return {type: 'taken', reason: message, choices: [choiceText({type: 'end-left'}), choiceText({type: 'use-port', port: await nextFree(port)})]};
	}

	if (identity !== undefined) {
		const answer = await probeHttp(`http://127.0.0.1:${port}${identity.path}`, {member: identity.member, text: identity.text, signal, deadlineMs: identityMs});
		if (answer.ok) {
			return {type: 'foreign', port, owner};
		}
	}

	const {message} = new ClutchError('ERR_CLUTCH_PORT_TAKEN', {port, owner: owner === undefined ? 'another program' : ownerName(owner)});
	return {type: 'taken', reason: message, choices: [choiceText({type: 'use-port', port: await nextFree(port)}), choiceText({type: 'try-again'})]};
}

async function nextFree(taken: number): Promise<number> {
	for (let port = taken + 1; port < Math.min(taken + nearby, 65_536); port++) {
		// One after the other: the first that is free is wanted.
		if (await freePort(port) !== undefined) {
			return port;
		}
	}

	return 0;
}
