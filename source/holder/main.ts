import {readFileSync, rmSync} from 'node:fs';
import {flushCompileCache} from 'node:module';
import type {HolderSpec} from '../core/ipc/holder.js';
import {systemClock} from '../io/clock.js';
import {keepSocket} from '../io/kept-socket.js';
import {optimizeNothing} from '../io/memory.js';
import {identify} from '../io/process-identity.js';
import {preparePty} from '../io/pty.js';
import {listenSocket} from '../io/socket.js';
import {appendNote} from '../io/tombstone.js';
import {createHost} from './host.js';

const defaultLingerMs = 10 * 60 * 1000;
const defaultReviveMs = 1000;

/** What is still on its way to slow clients when the holder ends gets this long. */
const farewellMs = 1000;

/** Its own looks are most of what an idle holder does, and there may be many. */
const lookEveryMs = 7500;

const specFile = process.argv[2];
if (specFile === undefined) {
	process.stderr.write('A holder is started by clutchd, with the file of its session.\n');
	process.exit(2);
}

const spec = JSON.parse(readFileSync(specFile, 'utf8')) as HolderSpec;
// It can hold secrets, and nobody needs it any more.
rmSync(specFile, {force: true});

const note = (text: string) => {
	appendNote(spec.tombstone, `${new Date().toISOString()} ${text}`);
};

// A fault in serving one client must not take the session with it: the child, its pty and its output are more than whatever failed.
process.on('uncaughtException', error => {
	note(error.stack ?? error.message);
});

const host = createHost({
	spec,
	identity: identify(process.pid) ?? {pid: process.pid, startTime: ''},
	clock: systemClock,
	lingerMs: milliseconds(process.env.CLUTCH_LINGER_MS, defaultLingerMs),
	reviveMs: milliseconds(process.env.CLUTCH_REVIVE_MS, defaultReviveMs),
	note,
	onEnd() {
		void takeLeave();
	},
});

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
	process.on(signal, host.hangUp);
}

// Before anybody can know of us: from here on the program may be replaced on the disk.
if (spec.kind === 'pty') {
	preparePty();
}

const serving = serve(); // eslint-disable-line unicorn/prefer-top-level-await -- CommonJS has none, and starts sooner
void begin(); // eslint-disable-line unicorn/prefer-top-level-await -- as above

async function serve() {
	const server = await listen();
	return {server, stopKeeping: keepSocket(server, {clock: systemClock, note, everyMs: lookEveryMs})};
}

async function begin(): Promise<void> {
	await serving;
	await host.start();
	// For the next one: what is compiled after the flags have changed would fit nobody.
	flushCompileCache();
	optimizeNothing();
}

async function takeLeave(): Promise<void> {
	setTimeout(leave, farewellMs);
	const {server, stopKeeping} = await serving;
	stopKeeping();
	await server.close();
	leave();
}

async function listen() {
	try {
		return await listenSocket(spec.socket, host.accept);
	} catch (error) {
		note(`the socket ${spec.socket} cannot be used: ${(error as Error).message}`);
		return leave();
	}
}

/**
Ends this process at once.

`process.exit` joins the runtime's worker threads first, and on a busy machine one of them now and then never wakes up (seen with Node 24.21: 1 of 130 exits). A holder that is done has nothing to tidy up, and nobody waits for its exit code.
*/
function leave(): never {
	process.kill(process.pid, 'SIGKILL');
	throw new Error('A process outlived its own KILL signal.');
}

function milliseconds(text: string | undefined, otherwise: number): number {
	const value = Number(text);
	return text === undefined || text === '' || !Number.isFinite(value) ? otherwise : value;
}
