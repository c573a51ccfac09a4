import {spawn} from 'node:child_process';
import {openHttp} from './http-client.js';
import {identify, signalGroup} from './process-identity.js';
import {reachPort} from './socket.js';

/** `problem`: what came instead, for people. */
export type ProbeAnswer = {readonly ok: true} | {readonly ok: false; readonly problem: string};

/** `deadlineMs` holds for all of it, to the last byte. */
export type ProbeOptions = {readonly signal: AbortSignal; readonly deadlineMs: number};

/** An answer about one's health is short. Of a longer one the beginning is looked at. */
const longestAnswer = 256 * 1024;

const words: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nobody listens there',
	ECONNRESET: 'it closes the connection without an answer',
	ENOENT: 'there is no such program',
	EACCES: 'that program may not be run',
};

/**
Asks once whether an address answers with a status of 2xx, and, where a member is named, with a JSON object that has this value there, or where a text is named, with that in it.

On a connection of its own: one that was kept may be closed by the other side in the same moment, which says nothing of its health. Not with `got`, which takes 1.3 ms of CPU for each of these, three times as much, and there may be twenty services that are asked for ever.
*/
export async function probeHttp(url: string, {member, text: wanted, signal, deadlineMs}: ProbeOptions & {readonly member?: {readonly name: string; readonly value: string} | undefined; readonly text?: string | undefined}): Promise<ProbeAnswer> {
	return within({signal, deadlineMs}, async both => {
		const {status, body, drop} = await openHttp({url, method: 'GET', headers: {connection: 'close', accept: 'application/json, */*'}, signal: both, headDeadlineMs: deadlineMs});
		if (status < 200 || status > 299) {
			drop();
			return problem(`it answers ${status}`);
		}

		const text = await readText(body);
		drop();
		if (wanted !== undefined && !text.includes(wanted)) {
			return problem(`its answer has no "${wanted}"`);
		}

		const value = member === undefined ? undefined : memberOf(text, member.name);
		return member === undefined || value === member.value ? {ok: true} : problem(`its answer has ${value === undefined ? 'no' : `"${value.slice(0, 60)}" as`} ${member.name}${value === undefined ? '' : `, not "${member.value}"`}`);
	});
}

/** Whether a port of this machine takes connections. */
export async function probeTcp(port: number, options: ProbeOptions): Promise<ProbeAnswer> {
	return within(options, async both => {
		await reachPort(port, both);
		return {ok: true};
	});
}

/** Runs a program to its end: 0 is well. What takes too long is ended with all it started. */
export async function probeExec([file, ...args]: readonly [string, ...string[]], {env, cwd, ...options}: ProbeOptions & {readonly env: Readonly<Record<string, string>>; readonly cwd: string}): Promise<ProbeAnswer> {
	return within(options, async both => new Promise((resolve, reject) => {
		const child = spawn(file, args, {env, cwd, detached: true, stdio: 'ignore'});
		const identity = child.pid === undefined ? undefined : identify(child.pid);
		const stop = () => {
			if (identity !== undefined) {
				signalGroup(identity, 'SIGKILL');
			}

			reject(both.reason as Error);
		};

		both.addEventListener('abort', stop, {once: true});
		child.once('error', reject);
		child.once('exit', (code, signal) => {
			both.removeEventListener('abort', stop);
			resolve(code === 0 ? {ok: true} : problem(`${file} ends with ${code === null ? (signal ?? 'a signal') : `code ${code}`}`));
		});
	}));
}

async function within({signal, deadlineMs}: ProbeOptions, ask: (both: AbortSignal) => Promise<ProbeAnswer>): Promise<ProbeAnswer> {
	const deadline = AbortSignal.timeout(deadlineMs);
	try {
		return await ask(AbortSignal.any([signal, deadline]));
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		// The same words each time, though no two have quite the same deadline.
		return problem(deadline.aborted ? `no answer within ${deadlineMs < 1000 ? Math.floor(deadlineMs / 100) / 10 : Math.floor(deadlineMs / 1000)} s` : (words[code ?? ''] ?? message));
	}
}

function problem(text: string): ProbeAnswer {
	return {ok: false, problem: text};
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	for await (const bytes of body) {
		text += decoder.decode(bytes, {stream: true});
		if (text.length > longestAnswer) {
			break;
		}
	}

	return text;
}

/** As text, whatever it is. */
function memberOf(text: string, name: string): string | undefined {
	const answer = parse(text);
	const value = typeof answer === 'object' && answer !== null ? (answer as Readonly<Record<string, unknown>>)[name] : undefined;
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** How long it took, and what came: `list` is the parsed answer, undefined where it is no JSON. */
export type ListAnswer =
	| {readonly type: 'answer'; readonly status: number; readonly list: unknown; readonly durationMs: number}
	| {readonly type: 'unreachable'; readonly problem: string};

/** Asks a provider for its list of models, once. Redirects are not followed: they would take the key along. */
export async function askList(address: string, {headers, signal, deadlineMs}: {readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal; readonly deadlineMs: number}): Promise<ListAnswer> {
	const {default: got} = await import('got');
	const began = performance.now();
	try {
		const answer = await got(address, {
			headers,
			signal,
			timeout: {request: deadlineMs},
			retry: {limit: 0},
			followRedirect: false,
			throwHttpErrors: false,
		});
		return {type: 'answer', status: answer.statusCode, list: parse(answer.body), durationMs: performance.now() - began};
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		return {type: 'unreachable', problem: code === 'ETIMEDOUT' ? `no answer within ${deadlineMs / 1000} s` : (code ?? message)};
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// Some answer in HTML: it is there, and lists nothing.
		return undefined;
	}
}
