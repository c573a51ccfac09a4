import type {FromHolder, HolderRole, ToHolder} from './holder.js';

const roles = new Set<unknown>(['user', 'daemon', 'viewer', 'probe', 'sender'] satisfies HolderRole[]);
const beginnings = new Set<unknown>(['oldest', 'live', 'screen', 'history']);
const answers = new Set<unknown>(['welcome', 'resized', 'writer', 'gap', 'exited', 'refused'] satisfies Array<FromHolder['type']>);
const largestSide = 1000;
const slowestPace = 1000;

/**
Checks by hand what a client sent; a text says what is wrong. Unknown members are left alone and an unknown message is undefined, so that a newer client can say more than this holder understands.
*/
export function parseToHolder(message: unknown): ToHolder | string | undefined {
	if (!isRecord(message)) {
		return 'a message that is not an object';
	}

	switch (message.type) {
		case 'hello': {
			return parseHello(message);
		}

		case 'attach': {
			return parseAttach(message);
		}

		case 'ack': {
			return isCount(message.offset) ? {type: 'ack', offset: message.offset} : 'ack: `offset` has to be an offset';
		}

		case 'pace': {
			return isCount(message.ms) && message.ms <= slowestPace ? {type: 'pace', ms: message.ms} : `pace: \`ms\` has to be 0 to ${slowestPace}`;
		}

		case 'resize': {
			const {cols, rows} = message;
			return isSide(cols) && isSide(rows) ? {type: 'resize', cols, rows} : `resize: \`cols\` and \`rows\` have to be 1 to ${largestSide}`;
		}

		case 'stop': {
			return isCount(message.graceMs) ? {type: 'stop', graceMs: message.graceMs, ...(isSignal(message.signal) ? {signal: message.signal} : {})} : 'stop: `graceMs` has to be milliseconds';
		}

		case 'signal': {
			return isSignal(message.signal) ? {type: 'signal', signal: message.signal} : 'signal: `signal` has to be a name such as "SIGINT"';
		}

		case 'take':
		case 'close': {
			return {type: message.type};
		}

		default: {
			return typeof message.type === 'string' ? undefined : 'a message without a type';
		}
	}
}

function isSignal(value: unknown): value is string {
	return typeof value === 'string' && /^SIG[A-Z\d]{2,8}$/.test(value);
}

/** A client only needs to know that it is one of the answers it can read; those of a newer holder that it does not know are passed over. */
export function isFromHolder(message: unknown): message is FromHolder {
	return isRecord(message) && answers.has(message.type);
}

function parseHello({protocol, role, client}: Readonly<Record<string, unknown>>): ToHolder | string {
	if (!Array.isArray(protocol) || protocol.length !== 2 || !isCount(protocol[0]) || !isCount(protocol[1])) {
		return 'hello: `protocol` has to be the lowest and the highest version';
	}

	if (!roles.has(role)) {
		return 'hello: `role` has to be user, daemon, viewer, probe or sender';
	}

	if (typeof client !== 'string') {
		return 'hello: `client` has to be a name';
	}

	return {type: 'hello', protocol: [protocol[0], protocol[1]], role: role as HolderRole, client};
}

function parseAttach({from, credit}: Readonly<Record<string, unknown>>): ToHolder | string {
	if (!beginnings.has(from) && !isCount(from)) {
		return 'attach: `from` has to be an offset, "oldest", "live", "screen" or "history"';
	}

	if (credit !== undefined && (!isCount(credit) || credit === 0)) {
		return 'attach: `credit` has to be a number of bytes';
	}

	const begin = from as Extract<ToHolder, {type: 'attach'}>['from'];
	return credit === undefined ? {type: 'attach', from: begin} : {type: 'attach', from: begin, credit};
}

/** The highest version that both sides speak. */
export function agreeProtocol(ours: {readonly minimum: number; readonly maximum: number}, theirs: readonly [minimum: number, maximum: number]): number | undefined {
	const version = Math.min(ours.maximum, theirs[1]);
	return version >= Math.max(ours.minimum, theirs[0]) ? version : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isSide(value: unknown): value is number {
	return isCount(value) && value >= 1 && value <= largestSide;
}
