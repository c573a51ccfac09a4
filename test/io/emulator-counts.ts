import headless from '@xterm/headless';
import test from 'ava';
import {limitCounts} from '../../source/io/emulator-counts.js';

const size = {cols: 20, rows: 6};

async function shown(sequence: string, isLimited: boolean): Promise<readonly string[]> {
	const terminal = new headless.Terminal({...size, scrollback: 1000, allowProposedApi: true, logLevel: 'off'});
	if (isLimited) {
		limitCounts(terminal);
	}

	await new Promise<void>(resolve => {
		terminal.write(`one\r\ntwo\r\nthree\r\nfour\r\nfive\r\nsix\u001B[3;4H${sequence}!`, resolve);
	});
	const {active} = terminal.buffer;
	const lines = Array.from({length: active.length}, (_, line) => active.getLine(line)?.translateToString(true) ?? '');
	terminal.dispose();
	return [...lines, `${active.cursorX} ${active.cursorY}`];
}

for (const [final, name] of [['L', 'inserting lines'], ['M', 'deleting lines'], ['S', 'scrolling up'], ['T', 'scrolling down'], ['I', 'tabs on'], ['Z', 'tabs back'], ['b', 'repeating']] as const) {
	test(`${name} is as without a limit, and ends at once however often it is asked for`, async t => {
		const most = final === 'b' ? size.cols * size.rows : 200;
		for (const count of ['', '0', '1', '2', '5', '6', '20', String(most)]) {
			t.deepEqual(await shown(`x\u001B[${count}${final}`, true), await shown(`x\u001B[${count}${final}`, false), `${count} times`);
		}

		for (const margins of ['', '\u001B[2;4r\u001B[3;2H']) {
			t.deepEqual(await shown(`${margins}x\u001B[2147483647${final}`, true), await shown(`${margins}x\u001B[${most}${final}`, false));
		}

		t.deepEqual(await shown(`x${`\u001B[2147483647${final}`.repeat(20)}`, true), await shown(`x${`\u001B[${most}${final}`.repeat(20)}`, false));
	});
}
