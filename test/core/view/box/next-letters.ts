import test from 'ava';
import {agentCatalogue} from '../../../../source/core/launch/catalogue.js';
import {boxLines, boxRect} from '../../../../source/core/view/box/box.js';
import {codeLine} from '../../../../source/core/view/box/code-line.js';
import {previewLine} from '../../../../source/core/view/box/preview-launch.js';
import type {Preview} from '../../../../source/core/view/box/preview.js';
import {homeLines} from '../../../../source/core/view/home/home.js';
import {startNavigation, type Navigation} from '../../../../source/core/view/navigation/navigation.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {clientWith} from '../../../helpers/sessions.js';

const previewOf = (line: string, tiers: Readonly<Record<string, string>> = {}): Preview => previewLine(line, {tiers, options: {}, price: () => undefined, kept: () => undefined, decide: () => ({type: 'problem', problem: {id: 'usage', sentence: 'No.', choices: []}})});
const client = clientWith();
const places = {cwd: '/x', home: '/home/me'};

function codeLineAt(line: string, size: {readonly cols: number; readonly rows: number}, screen: Navigation['screen']): string {
	const navigation: Navigation = {...startNavigation, line, preview: previewOf(line), screen, overlays: screen === 'home' ? [] : [{type: 'box'}]};
	const input = {...places, client, navigation, size};
	const drawn = screen === 'home'
		? homeLines({...input, offer: undefined, agents: agentCatalogue, installed: {}, hint: [], version: '1.0.0', repository: undefined, now: 0})
		: boxLines({...input, size: boxRect(input)});
	return linesText(drawn).find(row => row.includes(`${line}_`)) ?? '';
}

for (const size of [{cols: 120, rows: 36}, {cols: 80, rows: 24}, {cols: 60, rows: 15}]) {
	test(`at ${size.cols}×${size.rows} every next letter stands with its word beside what is typed, on Home and in the box`, t => {
		for (const screen of ['home', 'work'] as const) {
			for (const {letter} of agentCatalogue) {
				t.regex(codeLineAt(letter, size, screen), /i new +c continue +n one prompt +s session(?: id)? +r pick/);
				t.regex(codeLineAt(`${letter}i`, size, screen), /p gateway {2,3}(?:b bypass {2,3})?d direct/);
			}
		}
	});
}

test('what is typed is explained in fewer words step by step, the letters last', t => {
	const preview: Preview = {status: 'open', line: 'ci', decoded: ['Claude Code', 'new session'], next: 'p gateway   b bypass   d direct   d n 1', whole: true};
	const at = (cols: number) => linesText([codeLine({line: 'ci', preview, cols, prompt: '› '})]).join('').trimEnd().replace(/_ +/, '_ ');
	t.is(at(90), '› ci_ Claude Code · new session · …  p gateway   b bypass   d direct   d n 1');
	t.is(at(66), '› ci_ Claude Code · …  p gateway   b bypass   d direct   d n 1');
	t.is(at(52), '› ci_ p gateway   b bypass   d direct   d n 1');
	t.is(at(44), '› ci_ p gateway  b bypass  d direct  d n 1');
	t.is(at(30), '› ci_ p  b  d  d n 1');
	t.is(at(12), '› ci_');
});
