import {Buffer} from 'node:buffer';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {agentsHome, chord, labelsOf, press, stateOf, type AgentsHome} from '../helpers/agents-home.js';
import {keptByClaude} from '../helpers/fake-agent.js';
import {processesUnder} from '../helpers/home.js';
import type {Terminal} from '../helpers/terminal.js';
import {until} from '../helpers/until.js';
import {kill, openUserInterface, type UserInterface} from '../helpers/user-interface.js';

/** The dashboard on a machine where it never ran: any key but a chord means the default one, and goes on. */
async function openFirst(t: ExecutionContext, home: AgentsHome): Promise<UserInterface> {
	const userInterface = openUserInterface(t, {home, env: home.env});
	await userInterface.terminal.waitFor('the chord is asked for, and clutchd is there', text => text.includes('Press the key that should reach Clutch from inside a pane (Enter = Ctrl+Space)') && /[●○] gateway/.test(text));
	return userInterface;
}

/** Its last argument stands in its pane. */
const lastSaid = {claude: '<{"skipDangerousModePermissionPrompt":true}>', codex: '<--dangerously-bypass-approvals-and-sandbox>', qwen: '<--yolo>'} as const;

async function startsIn(terminal: Terminal, agent: keyof typeof lastSaid): Promise<void> {
	await terminal.waitFor(`${agent} runs in its pane`, text => text.includes(`${agent} "`) && said(text).includes(lastSaid[agent]));
}

/** What panes say, without blanks, the sidebar and the lines between them: words may be broken over lines. */
const said = (text: string) => text.split('\n').map(line => line.slice(line.lastIndexOf('│') + 1).trim()).join('');

const threeRun = ['0 ─● claude  api-server ─│─● codex  api-server ─', '17                                               │▌● qwen  api-server ─'];

/** Three agents: one at the left, two at the right, one over the other. */
async function openThree(t: ExecutionContext, home: AgentsHome): Promise<UserInterface> {
	const userInterface = await openFirst(t, home);
	const {terminal} = userInterface;
	terminal.write('cid');
	await startsIn(terminal, 'claude');
	await press(terminal, '|');
	await terminal.waitFor('the box says where it goes', text => text.includes('split right: type a code'));
	terminal.write('xid');
	await startsIn(terminal, 'codex');
	await press(terminal, '-');
	await terminal.waitFor('the box says where it goes', text => text.includes('split down: type a code'));
	terminal.write('qid');
	await startsIn(terminal, 'qwen');
	// What panes say is drawn before what is said of them.
	await terminal.waitFor('the lines over the panes say that all of them run', () => JSON.stringify(labelsOf(terminal).map(line => line.replaceAll(/─+/g, '─'))) === JSON.stringify(threeRun));
	return userInterface;
}

test('three agents by code, split, zoom, a shell, search, copy, kill, restore, quit, and back', async t => {
	const home = agentsHome(t, {gateway: false});
	const {terminal, leftOver} = await openThree(t, home);
	t.notRegex(terminal.text(), /Press the key/);

	await press(terminal, 'z');
	await terminal.waitFor('the focused pane hides the others', text => text.includes('zoom 3/3') && labelsOf(terminal).length === 0);
	await press(terminal, 'z');
	await terminal.waitFor('all three are there', text => labelsOf(terminal).length === 2 && !text.includes('zoom 3/3'));

	await press(terminal, '$');
	await terminal.waitFor('a shell is there, in the same folder', text => text.includes('sh "sh"'));
	terminal.write('pwd; echo needle-$((40+2)); seq 1 300\r');
	await terminal.waitFor('it has answered', text => /│300\b/.test(text));

	await press(terminal, '[');
	await terminal.waitFor('the bar says how far back one can look', text => /scroll 0\/[1-9]\d+/.test(text));
	terminal.write('?needle-4');
	await terminal.waitFor('the search is typed', text => text.includes('?needle-4_'));
	terminal.write('\r');
	await terminal.waitFor('the line is found', text => /│needle-42\b/.test(text) && /scroll [1-9]\d*\//.test(text));
	terminal.write('y');
	await terminal.waitFor('copying leaves copy mode', text => !text.includes('scroll ') && /│300\b/.test(text));
	await until('the terminal was given the line', () => terminal.raw().toString('latin1').includes(`\u001B]52;c;${Buffer.from('needle-42').toString('base64')}`));
	terminal.write('echo pasted: ');
	await press(terminal, ']');
	await terminal.waitFor('what was copied is typed', text => text.includes('echo pasted: needle-42'));
	terminal.write('\r');
	await terminal.waitFor('the shell has it', text => /│pasted: needle-42\b/.test(text));

	await press(terminal, 'm');
	await terminal.waitFor('the mouse is the terminal\'s', text => /mouse/i.test(text.split('\n').at(-1) ?? ''));
	await press(terminal, 'm');

	const {sessions} = await stateOf(home);
	const claude = sessions.find(({recipe}) => recipe.agent === 'claude');
	const conversation = claude?.recipe.conversation ?? '';
	keptByClaude(home, {id: conversation, cwd: home.project, prompt: 'fix the flaky retry test', at: 1});
	await press(terminal, '/claude');
	await terminal.waitFor('the session is found', text => /▸ ● claude {2}api-server/.test(text));
	terminal.write('\r');
	await terminal.waitFor('its pane has the focus', () => labelsOf(terminal).some(line => line.startsWith('0 ▌● claude')));
	await press(terminal, 'S');
	await terminal.waitFor('it is asked once, naming what is lost', text => text.includes('Kill claude "api-server" (idle)? y  kill   Esc  keep'));
	terminal.write('y');
	await terminal.waitFor('it has ended', text => text.includes('○ claude') && text.includes('Claude Code was stopped.   r restore   L let go'));
	await terminal.waitFor('the line says what would run', text => text.includes(`--resume ${conversation}`));
	terminal.write('r');
	await terminal.waitFor('it goes on where it was', text => text.includes('<--resume>') && labelsOf(terminal).some(line => line.includes('● claude')) && !text.includes('was stopped'));

	const before = labelsOf(terminal);
	await press(terminal, 'Q');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
	t.deepEqual(await leftOver(), []);

	const again = openUserInterface(t, {home, env: home.env});
	await again.terminal.waitFor('everything is where it was', text => JSON.stringify(labelsOf(again.terminal)) === JSON.stringify(before) && text.includes('pasted: needle-42') && text.includes('<--resume>'));
	t.notRegex(again.terminal.text(), /Press the key/);
	again.terminal.write('still here\r');
	await again.terminal.waitFor('the same pane has the keyboard', text => text.split('still here').length === 3);
	await press(again.terminal, 'Q');
	t.deepEqual(await again.terminal.exit, {type: 'code', code: 0});
});

test('killed inside a split workspace, the dashboard leaves the terminal as it was, and everything is there again', async t => {
	const home = agentsHome(t, {gateway: false});
	const first = await openThree(t, home);
	first.terminal.write('before it dies\r');
	await first.terminal.waitFor('the pane answers', text => text.split('before it dies').length === 3);
	const before = labelsOf(first.terminal);
	const layout = path.join(home.paths.state, 'layout.json');
	await until('the layout is written', () => existsSync(layout) && (readFileSync(layout, 'utf8').match(/"session":/g)?.length ?? 0) >= 3);
	first.kill();
	t.deepEqual(await first.leftOver(), []);

	const again = openUserInterface(t, {home, env: home.env});
	await again.terminal.waitFor('the same panes are there', text => JSON.stringify(labelsOf(again.terminal)) === JSON.stringify(before) && text.includes('before it dies'));
	again.terminal.write('after it\r');
	await again.terminal.waitFor('the keyboard too', text => text.split('after it').length === 3);
	await press(again.terminal, 'Q');
	t.deepEqual(await again.terminal.exit, {type: 'code', code: 0});
	t.deepEqual(await again.leftOver(), []);
});

test('a window of 40×10 or 1×1 loses nothing', async t => {
	const home = agentsHome(t, {gateway: false});
	const {terminal, leftOver} = await openThree(t, home);
	await terminal.waitFor('all three have their size', text => text.split('\n').filter(line => line.includes('│r>')).length === 2);
	// After a minute it is said for how long each is idle, and the bar says it where clutchd is silent for a moment.
	const shown = (text: string) => text.split('\n').slice(0, -1).join('\n').replaceAll(/idle [1-9]m/g, 'idle   ');
	const before = shown(terminal.text());
	for (const [cols, rows] of [[40, 10], [1, 1], [60, 15], [2, 40], [300, 3]] as const) {
		terminal.resize(cols, rows);
		await terminal.waitFor(`it is drawn at ${cols}×${rows}`, () => terminal.screen().length === rows && terminal.screen().every(line => line.length <= cols));
	}

	terminal.resize(120, 36);
	await terminal.waitFor('it is as it was', text => shown(text) === before && /Ctrl\+Space *$/.test(text));
	terminal.resize(40, 10);
	await terminal.waitFor('it says what it needs', text => text.includes('40×10, needs 60×15'));
	await press(terminal, 'Q');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
	t.deepEqual(await leftOver(), []);
});

test('Esc is one step back at every depth, and a key that means nothing says so and goes nowhere', async t => {
	const home = agentsHome(t, {gateway: false});
	const {terminal} = await openFirst(t, home);
	terminal.write('cz');
	await terminal.waitFor('the letter is explained', text => text.includes('cz – no mode "z"'));
	terminal.write('\r');
	terminal.write('\u001B');
	await terminal.waitFor('the line is empty', text => text.includes('▌_'));
	terminal.write('%');
	await terminal.waitFor('the key is named', text => text.includes('Nothing is on the key % here; ? shows the keys.'));
	terminal.write('cid');
	await startsIn(terminal, 'claude');

	await press(terminal, '%');
	await terminal.waitFor('in the box too', text => text.includes('Nothing is on the key % here; ? shows the keys.'));
	terminal.write('w');
	await terminal.waitFor('Watch is open', text => text.startsWith(' watch') && text.includes('Esc back'));
	terminal.write('?');
	await terminal.waitFor('its keys are shown', text => text.includes('In Watch'));
	terminal.write('zoom');
	await terminal.waitFor('they are filtered', text => text.includes('Keys   zoom_') && !text.includes('In Watch'));
	terminal.write('\u001B');
	await terminal.waitFor('the filter is gone', text => text.includes('In Watch'));
	terminal.write('\u001B');
	await terminal.waitFor('the keys are gone', text => !text.includes('In Watch') && text.startsWith(' watch'));
	terminal.write('\u001B');
	await terminal.waitFor('the pane is there again', text => !text.startsWith(' watch') && !text.includes('╭'));
	terminal.write('typed\r');
	await terminal.waitFor('the agent has the keyboard, and nothing of all that', text => text.split('typed').length === 3);
	t.notRegex(terminal.text(), /%|\^\[/);
	terminal.write(`${chord}${chord}`);
	await terminal.waitFor('the chord twice is the agent\'s', text => text.includes('^@'));
	await press(terminal, 'Q');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
});

test('A restores all that ended without its user, in their old panes', async t => {
	// Whoever lived for five seconds would be resumed by itself.
	const home = agentsHome(t, {gateway: false, config: {sessions: {crash: 'never'}}});
	const first = await openFirst(t, home);
	first.terminal.write('cid');
	await startsIn(first.terminal, 'claude');
	await press(first.terminal, '|');
	await first.terminal.waitFor('the box says where it goes', text => text.includes('split right: type a code'));
	first.terminal.write('cid');
	await first.terminal.waitFor('the second runs', () => labelsOf(first.terminal).some(line => line.includes('│▌● claude  api-server-2 ─')));
	await until('both have said their arguments', async () => {
		const {sessions} = await stateOf(home);
		return sessions.length === 2 && sessions.every(({state, recipe}) => state.status === 'live' && recipe.conversation !== undefined);
	});
	const {sessions} = await stateOf(home);
	for (const [at, {recipe}] of sessions.entries()) {
		keptByClaude(home, {id: recipe.conversation ?? '', cwd: home.project, prompt: `task ${at}`, at});
	}

	await first.terminal.waitFor('the lines over the panes say that both run', () => labelsOf(first.terminal).some(line => line.includes('─● claude  api-server ─') && line.includes('│▌● claude  api-server-2 ─')));
	const before = labelsOf(first.terminal);
	await press(first.terminal, 'Q');
	await first.terminal.exit;
	for (const {state} of sessions) {
		kill(state.status === 'live' ? state.pid : 0);
	}

	await until('clutchd knows that they have ended', async () => {
		const now = await stateOf(home);
		return now.sessions.every(({state}) => state.status === 'crashed' || state.status === 'host-lost');
	});
	const {terminal} = openUserInterface(t, {home, env: home.env});
	await terminal.waitFor('Home has them', text => /Ended without you {10}↻ 2 sessions/.test(text) && text.includes('1 restore    A restore all    L let go'));
	terminal.write('\u001B[B');
	await terminal.waitFor('the exact command is under the cursor', text => text.includes(`--resume ${sessions[0]?.recipe.conversation ?? ''}`) || text.includes(`--resume ${sessions[1]?.recipe.conversation ?? ''}`));
	terminal.write('A');
	await until('both run', async () => {
		const now = await stateOf(home);
		return now.sessions.every(({state}) => state.status === 'live');
	});
	await press(terminal, '/claude');
	terminal.write('\r');
	await terminal.waitFor('they are in their old panes', text => JSON.stringify(labelsOf(terminal).map(line => line.replace('▌', '─'))) === JSON.stringify(before.map(line => line.replace('▌', '─'))) && text.includes('<--resume>'));
	await press(terminal, 'Q');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
	t.true(processesUnder(home.home).length > 0, 'sessions stay');
});
