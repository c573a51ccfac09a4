import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {decodeUpdate, type PaneUpdate} from '../../source/core/ipc/rows.js';
import {createGrid} from '../../source/core/view/cells/cells.js';
import type {ProcessIdentity} from '../../source/core/ipc/holder.js';
import type {Screen} from '../../source/io/emulator.js';
import {connectHolder} from '../../source/io/holder-client.js';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import {returnOfClutchd, watchClutchd, withoutGateway, type Watcher} from '../helpers/clutchd.js';
import {line} from '../helpers/emulator-rig.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {patience, until} from '../helpers/until.js';

/** Prints 2000 lines and asks its terminal something after half of them; later asks again, counts what it has been answered, or prints a thousand lines more. */
const program = String.raw`
	let answers = 0;
	let count = 0;
	let asked = false;
	const print = to => { let text = ''; while (count < to) { text += '\x1b[3' + count % 8 + 'mline ' + ++count + '\x1b[m\r\n'; } process.stdout.write(text); };
	process.stdin.setRawMode(true);
	process.stdin.on('data', data => {
		const heard = String(data).split('\x1b[?1;2c').length - 1;
		answers += heard;
		if (String(data).includes('n') || (heard > 0 && asked)) process.stdout.write('answers ' + answers + '\r\n');
		if (String(data).includes('m')) { const timer = setInterval(() => { print(count + 10); if (count === 3000) clearInterval(timer); }, 2); }
		if (String(data).includes('w')) { asked = true; process.stdout.write('\x1b[c'); }
		if (String(data).includes('p')) process.stdout.write('\x1b[5;1H\x1b[2Kplaced\x1b[24;1H');
		if (String(data).includes('q')) process.exit();
	});
	print(1000);
	process.stdout.write('\x1b[c');
	print(2000);
`;

const numbered = (count: number) => Array.from({length: count}, (_, index) => `line ${index + 1}`);

async function screen(watcher: Watcher, id: string, scrollback?: number): Promise<Screen> {
	return await watcher.client.call({type: 'session.screen', id, scrollback}) as Screen;
}

function kill({client}: Watcher): void {
	const identity = identify(client.welcome.pid);
	if (!identity || !signalProcess(identity, 'SIGKILL')) {
		throw new Error('clutchd could not be killed');
	}
}

async function lines({watcher, id}: Pick<Setting, 'watcher' | 'id'>, scrollback: number): Promise<readonly string[]> {
	const told = await screen(watcher, id, scrollback);
	return told.lines;
}

/** Who asks does not wait for longer than some seconds, and asks again. */
async function wholeIsRead(asked: Pick<Setting, 'watcher' | 'id'>): Promise<void> {
	await until('all that scrolled away was read', async () => {
		const [first] = await lines(asked, 3000);
		return first === 'line 1';
	});
}

type Setting = {readonly home: Home; readonly watcher: Watcher; readonly id: string; readonly holder: ProcessIdentity; readonly type: (text: string) => void};

/** A session with 2000 lines, whose clutchd has returned and began with its newest screen. */
async function returned(t: ExecutionContext): Promise<Setting> {
	const home = temporaryHome(t);
	withoutGateway(home);
	const first = await watchClutchd(t, {home});
	const {id} = await first.open({file: process.execPath, args: ['-e', program]});
	await first.waitForScreen(id, shown => shown.includes('line 2000'));
	const socket = path.join(home.paths.holders, `${id}.sock`);
	await until('the newest screen is with the holder', async () => {
		const viewer = await connectHolder({socket, role: 'viewer', client: 'test', ...patience()});
		const began = await new Promise<number>(resolve => {
			viewer.onScreen(({offset}) => {
				resolve(offset);
			});
			viewer.attach('screen');
		});
		viewer.end();
		return began > 0 && began === viewer.welcome.ring.next;
	});
	kill(first);
	const watcher = await returnOfClutchd(t, home);
	const sender = await connectHolder({socket, role: 'sender', client: 'test', ...patience()});
	t.teardown(sender.end);
	return {
		home, watcher, id,
		holder: sender.welcome.holder,
		type(text) {
			sender.input(Buffer.from(text));
		},
	};
}

test.serial('after clutchd came back, what scrolled away before is there when it is asked for', async t => {
	const {watcher, id, type} = await returned(t);
	const updates: PaneUpdate[] = [];
	const grid = createGrid(80, 24);
	watcher.client.onRows(payload => {
		const decoded = decodeUpdate(payload);
		if (decoded) {
			updates.push(decoded.update);
			decoded.apply(grid);
		}
	});
	watcher.client.watch([id]);
	await until('it is shown', () => updates.length === 1);

	const before = await screen(watcher, id);
	t.deepEqual(before.lines, [...numbered(2000).slice(-23), '']);
	await wholeIsRead({watcher, id});
	const [whole, same] = await Promise.all([screen(watcher, id, 3000), screen(watcher, id, 3000)]);
	t.deepEqual(whole.lines, [...numbered(2000), '']);
	t.deepEqual(same, whole);
	t.deepEqual(await screen(watcher, id), before);
	t.deepEqual(await lines({watcher, id}, 5), [...numbered(2000).slice(-28), '']);
	t.is(updates.length, 1, 'who watches sees nothing of it');

	type('p');
	await until('the one row that changes is shown', () => line(grid, 4) === 'placed');
	type('w');
	await watcher.waitForScreen(id, shown => shown.includes('answers 2'));
	const next = await screen(watcher, id);
	await until('what came later is shown', () => next.lines.every((text, row) => line(grid, row) === text));
	type('n');
	await watcher.waitForScreen(id, shown => shown.at(-2)?.startsWith('answers') === true && shown.at(-3) === 'answers 2');
	t.deepEqual(await lines({watcher, id}, 3000), [...numbered(2000).with(1981, 'placed'), 'answers 2', 'answers 2', ''], 'one answer each');
	t.deepEqual(updates.slice(1).map(({full}) => full).filter(Boolean), [], 'as changes of what was shown before');
});

test.serial('it is there, too, while the program prints on, and after it has ended', async t => {
	const {home, watcher, id, type} = await returned(t);
	type('m');
	await watcher.waitForScreen(id, shown => !shown.includes('line 2000'));
	await wholeIsRead({watcher, id});
	const meanwhile = await screen(watcher, id, 3000);
	t.deepEqual(meanwhile.lines, [...numbered(meanwhile.lines.length - 1), '']);
	await watcher.waitForScreen(id, shown => shown.includes('line 3000'));
	t.deepEqual(await lines({watcher, id}, 3000), [...numbered(3000), '']);

	type('q');
	await watcher.waitFor('it has ended', ({sessions}) => sessions[0]?.state.status === 'exited');
	kill(watcher);
	const again = await returnOfClutchd(t, home);
	t.deepEqual(await lines({watcher: again, id}, 3000), [...numbered(3000), '']);
	t.like(again.state().sessions[0], {state: {status: 'exited'}});
});

test.serial('it is asked for anew where the holder was silent for too long', async t => {
	const {watcher, id, holder} = await returned(t);
	t.true(signalProcess(holder, 'SIGSTOP'));
	const [first] = await lines({watcher, id}, 3000);
	t.is(first, 'line 1978');
	t.true(signalProcess(holder, 'SIGCONT'));
	await wholeIsRead({watcher, id});
	t.deepEqual(await lines({watcher, id}, 3000), [...numbered(2000), '']);
});
