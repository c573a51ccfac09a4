import {mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {agentOf} from '../source/core/launch/catalogue.js';
import {emptyLibrary} from '../source/core/view/box/library.js';
import {search} from '../source/core/view/box/search.js';
import {noLayout} from '../source/core/view/panes/pane-tree.js';
import {listConversations} from '../source/io/conversation-list.js';
import {sessionWith} from '../test/helpers/sessions.js';
import {median, type Figure} from './figure.js';

export const name = 'palette';

const entries = 5000;
const target = 50;
const samples = 11;

/** How long the box takes to find something among 5,000 sessions, and to show the newest of 5,000 conversations that an agent keeps. */
export async function run(): Promise<{readonly figures: readonly Figure[]}> {
	const {first, longestTurn} = await picker();
	const found = searching();
	return {
		figures: [
			{name: `search among ${entries} sessions`, value: found, unit: 'ms', target, ok: found <= target, samples},
			{name: `first rows of ${entries} conversations`, value: first, unit: 'ms', target, ok: first <= target, samples},
			{name: 'longest time keys wait for it', value: longestTurn, unit: 'ms', samples},
		],
	};
}

/** The slowest of several queries, each of them the median of its runs. */
function searching(): number {
	const [sessions, copy] = [0, 1].map(() => Array.from({length: entries}, (_, index) => sessionWith({id: String(index), name: `session-${index}`, cwd: `/home/me/src/project-${index % 97}`, message: `fix the flaky retry test number ${index}`})));
	return Math.max(...['s', 'retry', 'retry 49', 'project-13 fix', 'ssn4', 'nothing like it'].map(query => median(Array.from({length: samples}, () => {
		const begin = performance.now();
		search(query, {sessions: sessions ?? [], library: emptyLibrary, notices: [], layout: noLayout, copied: []});
		const took = performance.now() - begin;
		// Other sessions in between: nothing is kept for the next sample.
		search('', {sessions: copy ?? [], library: emptyLibrary, notices: [], layout: noLayout, copied: []});
		return took;
	}))));
}

async function picker(): Promise<{readonly first: number; readonly longestTurn: number}> {
	const home = mkdtempSync(path.join(os.tmpdir(), 'clutch-bench-'));
	const claude = agentOf('c');
	try {
		const store = claude?.store?.({env: {HOME: home}, cwd: home});
		if (claude === undefined || store === undefined) {
			throw new Error('Claude Code keeps no conversations');
		}

		mkdirSync(store.folder, {recursive: true});
		for (let index = 0; index < entries; index++) {
			const file = path.join(store.folder, `${String(index).padStart(8, '0')}-1111-2222-3333-444444444444.jsonl`);
			writeFileSync(file, `${JSON.stringify({type: 'user', cwd: home, message: {role: 'user', content: `prompt ${index}`}})}\n`);
			utimesSync(file, 1_700_000_000 + index, 1_700_000_000 + index);
		}

		const firsts: number[] = [];
		const turns: number[] = [];
		for (let sample = 0; sample < samples; sample++) {
			let longest = 0;
			let last = performance.now();
			const watch = setInterval(() => {
				longest = Math.max(longest, performance.now() - last - 1);
				last = performance.now();
			}, 1);
			const begin = performance.now();
			await listConversations(claude, {env: {HOME: home}, cwd: home, signal: AbortSignal.timeout(10_000)}).next();
			firsts.push(performance.now() - begin);
			clearInterval(watch);
			turns.push(longest);
		}

		return {first: median(firsts), longestTurn: median(turns)};
	} finally {
		rmSync(home, {recursive: true, force: true});
	}
}
