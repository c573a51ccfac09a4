import {randomUUID} from 'node:crypto';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {systemClock} from '../io/clock.js';
import {keepAddress, readAddress} from '../io/http-address.js';
import {ensureDirectories, resolvePaths, type Paths} from '../io/paths.js';
import {runAgent} from './agent.js';
import {createAsk} from './ask.js';
import {createRecorder} from './recorder.js';
import {serveUpstream} from './serve.js';
import {hasTranscript, isTranscriptId, openTranscript} from './transcript.js';

const usualRate = 40;

const ending = new AbortController();
for (const name of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
	process.on(name, () => {
		ending.abort();
	});
}

const {values, positionals} = parseArgs({allowPositionals: true, options: {port: {type: 'string'}, model: {type: 'string'}, resume: {type: 'string'}, 'session-id': {type: 'string'}}});
const paths = resolvePaths(process.env);
ensureDirectories(paths);
if (positionals[0] === 'upstream') {
	await upstream(paths, Number(values.port ?? '0'));
} else if (positionals[0] === 'agent') {
	process.exitCode = await agent(paths, {resume: values.resume, id: values['session-id'] ?? values.resume ?? randomUUID(), model: values.model ?? 'demo-big'});
} else {
	process.stderr.write('usage: demo upstream [--port N]\n       demo agent [--session-id ID | --resume ID] [--model M]\n');
	process.exitCode = 2;
}

async function upstream(ours: Paths, port: number): Promise<void> {
	const server = await serveUpstream({
		port,
		rate: Number(process.env.CLUTCH_DEMO_RATE ?? usualRate),
		record: createRecorder(process.env.CLUTCH_DEMO_RECORD),
		onError(error) {
			process.stderr.write(`${String(error)}\n`);
		},
	});
	const removeAddress = keepAddress(ours, 'demo', {
		address: server.address,
		pid: process.pid,
		clock: systemClock,
		onFailure(error) {
			process.stderr.write(`${error.message}\n`);
		},
	});
	process.stdout.write(`demo upstream on ${server.address}\n`);
	if (!ending.signal.aborted) {
		await new Promise<void>(resolve => {
			ending.signal.addEventListener('abort', () => {
				resolve();
			}, {once: true});
		});
	}

	removeAddress();
	await server.close();
}

async function agent(ours: Paths, {resume, id, model}: {readonly resume: string | undefined; readonly id: string; readonly model: string}): Promise<number> {
	// Without a gateway it talks to the demo upstream itself, so that each half can be tried alone.
	const baseUrl = process.env.ANTHROPIC_BASE_URL ?? readAddress(ours, 'demo')?.address;
	if (baseUrl === undefined) {
		process.stderr.write('The demo agent has nobody to talk to: the demo upstream is not running. Start all of it with: clutch demo\n');
		return 1;
	}

	if (!isTranscriptId(id) || (resume !== undefined && !hasTranscript(ours, resume))) {
		process.stderr.write(`There is no demo conversation ${JSON.stringify(resume ?? id)}.\n`);
		return 1;
	}

	await runAgent({
		ask: createAsk({baseUrl: baseUrl.replace(/\/$/, ''), key: process.env.ANTHROPIC_AUTH_TOKEN ?? 'demo', model}),
		transcript: openTranscript(ours, id),
		id,
		input: process.stdin,
		output: process.stdout,
		terminal: process.stdin.isTTY && process.stdout.isTTY,
		signal: ending.signal,
	});
	return 0;
}
