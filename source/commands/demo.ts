import process from 'node:process';
import {planDemo, demoProfile} from '../core/launch/demo.js';
import {ClutchError} from '../core/error.js';
import {createAsk} from '../demo/ask.js';
import type {ClutchdClient} from '../io/clutchd-client.js';
import {freshIds, gatewayAddress} from '../io/launch-facts.js';
import {prepareLaunch} from '../io/launch-record.js';
import {programArgv} from '../io/paths.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {connectStarted} from './connect.js';
import {startService} from './start-service.js';
import {folderOr} from './working-folder.js';

const question = 'hello';
const answerDeadline = 60_000;

/**
`clutch demo`: everything as it is with a real agent, but for the agent and the upstream, which are scripts. On a terminal it ends in the dashboard with the demo's pane; elsewhere it says what it started and what was answered.
*/
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {paths, signal, stdout} = context;
	const client = await connectStarted(context);
	try {
		await startService(client, {id: 'demo', signal});
		await startService(client, {id: 'gateway', signal});
		const gateway = gatewayAddress(paths);
		if (gateway === undefined) {
			throw new ClutchError('ERR_CLUTCH_SERVICE', {title: 'The gateway', problem: 'it is ready but has not said where it listens.', next: 'clutch logs gateway says what it printed.'});
		}

		if (stdout.isTTY && process.stdin.isTTY && parsed.flags.plain !== true && parsed.flags.json !== true) {
			const session = await openSession(client, {gateway, context});
			const {run: show} = await import('./dashboard.js');
			return await show({...parsed, words: [session]}, context);
		}

		const answer = await askOnce(gateway, signal);
		stdout.write(parsed.flags.json === true ? `${JSON.stringify({demo: true, clutchd: client.welcome.pid, gateway, question, answer})}\n` : plainText({client, gateway, answer}));
		return 0;
	} finally {
		client.close();
	}
}

async function openSession(client: ClutchdClient, {gateway, context}: {readonly gateway: string; readonly context: CommandContext}): Promise<string> {
	const {env, stdout} = context;
	const cwd = folderOr(env.HOME ?? '/', context);
	const plan = planDemo({argv: programArgv('demo'), gateway, ids: freshIds(), launches: context.paths.launches, cwd, env});
	const {session: id, name, title, recipe, launch} = plan;
	prepareLaunch({plan, at: Date.now(), process: undefined});
	await client.call({type: 'session.open', id, name, suggested: true, title, demo: true, recipe, launch, cols: stdout.columns, rows: stdout.rows});
	return id;
}

/** The same way an agent goes: through the gateway, over the wire, to the demo upstream. */
async function askOnce(gateway: string, signal: AbortSignal): Promise<string> {
	const ask = createAsk({baseUrl: `${gateway}/p/${demoProfile}`, key: 'demo', model: 'demo-big'});
	let text = '';
	for await (const said of ask([{role: 'user', content: question}], AbortSignal.any([signal, AbortSignal.timeout(answerDeadline)]))) {
		if (said.type === 'failed') {
			throw new ClutchError('ERR_CLUTCH_SERVICE', {title: 'The demo', problem: said.message, next: 'clutch logs gateway says more.'});
		}

		text += said.type === 'text' ? said.text : '';
	}

	return text;
}

function plainText({client, gateway, answer}: {readonly client: ClutchdClient; readonly gateway: string; readonly answer: string}): string {
	return [
		'demo: a scripted upstream and agent; nothing leaves this machine',
		`clutchd   running  pid ${client.welcome.pid}`,
		`gateway   ready    ${gateway}`,
		'demo      ready    (demo)',
		`you       ${question}`,
		`demo      ${answer}`,
		'On a terminal, `clutch demo` opens this as a pane. `clutch down` stops it all.',
		'',
	].join('\n');
}
