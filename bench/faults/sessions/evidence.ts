import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {planPlain} from '../../../source/core/session/plain.js';
import {watchClutchd, withoutGateway} from '../../../test/helpers/clutchd.js';
import {temporaryHome, type Home} from '../../../test/helpers/home.js';
import {violationsOf} from '../../../test/helpers/invariants.js';
import type {Fault, Outcome, Scope} from '../fault.js';

export const faults: readonly Fault[] = [
	{number: 10, title: 'an agent inside an agent: conversations taken over', runs: {few: 1, full: 20}, limitMs: 10_000, once: nestedAgent},
];

const id = 'nested';
const own = '11111111-1111-4111-8111-111111111111';
const inner = '22222222-2222-4222-8222-222222222222';

/** Each of the two writes down who it is, as Claude Code does; the inner one has the address of the outer one, and even speaks first. */
const program = String.raw`
printf '{"pid":%d,"sessionId":"${own}"}' $$ > "$HOME/.claude/sessions/$$.json"
sh -c 'printf "{\"pid\":%d,\"sessionId\":\"${inner}\"}" $$ > "$HOME/.claude/sessions/$$.json"; echo ready; exec cat'
echo over
`;

async function nestedAgent(scope: Scope): Promise<Outcome> {
	const home = temporaryHome(scope);
	withoutGateway(home);
	mkdirSync(path.join(home.user, '.claude', 'sessions'), {recursive: true});
	keep(home, own);
	keep(home, inner);
	const watcher = await watchClutchd(scope, {home});
	const plain = planPlain({file: '/bin/sh', args: ['-c', program], env: home.env, cwd: home.project});
	await watcher.client.call({type: 'session.open', id, name: id, title: 'Claude Code', demo: false, cols: 80, rows: 24, launch: plain.launch, recipe: {...plain.recipe, agent: 'claude', code: 'cip'}});
	await watcher.waitForScreen(id, lines => lines.includes('ready'));
	const spokenAt = performance.now();
	await watcher.client.call({type: 'usage.started', id: 'one', session: id, conversation: inner});
	await watcher.waitFor('the outer conversation is proven', ({sessions}) => sessions[0]?.recipe.conversation === own && sessions[0].recipe.proof === 'process');
	const recoveredMs = performance.now() - spokenAt;
	for (const [index, conversation] of [inner, own, inner].entries()) {
		await watcher.client.call({type: 'usage.started', id: `more-${index}`, session: id, conversation});
	}

	const violations = await violationsOf({home, watcher});
	await watcher.client.call({type: 'session.stop', id, graceMs: 30_000});
	const {sessions: [session]} = await watcher.waitFor('it is over', ({sessions}) => sessions[0]?.state.status !== 'live');
	// Not for a moment either, once its own is proven.
	const told = watcher.events.flatMap(event => event.type === 'session.changed' ? [event.session.recipe.conversation] : []);
	const taken = told.slice(told.indexOf(own)).filter(conversation => conversation !== own).length;
	return {lost: (session?.recipe.conversation === own ? 0 : 1) + taken + violations, recoveredMs};
}

/** In both something was said. */
function keep({user, project}: Home, conversation: string): void {
	const folder = path.join(user, '.claude', 'projects', project.replaceAll(/[^a-zA-Z\d]/g, '-'));
	mkdirSync(folder, {recursive: true});
	writeFileSync(path.join(folder, `${conversation}.jsonl`), `${JSON.stringify({type: 'user', cwd: project, message: {role: 'user', content: 'hello'}})}\n`);
}
