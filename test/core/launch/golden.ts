import test from 'ava';
import {completeConfig} from '../../../source/core/config/config.js';
import {agentCatalogue} from '../../../source/core/launch/catalogue.js';
import {explainCode} from '../../../source/core/launch/code.js';
import {planLaunch, type LaunchFacts} from '../../../source/core/launch/plan.js';
import {tiersOf} from '../../../source/core/launch/tiers.js';
import {golden, type GoldenAgent} from '../../helpers/golden.js';

/** What each tier is, so that the table is about something that stands still. */
const tierModels: Readonly<Record<string, string>> = {
	d: 'deepseek/deepseek-v4-flash:free',
	n: 'nvidia/nemotron-3-super-120b-a12b:free',
	// The shipped one is the first model of BIG too, and would hide which of the two is asked for.
	k: 'another/kimi',
	q: 'qwen/qwen3-next-80b-a3b-thinking',
	m: 'best/of-all',
	f: 'best/of-the-free:free',
	...Object.fromEntries([...'0123456789'].map(digit => [digit, `named/by-${digit}`])),
};

const shipped = completeConfig({}, {});
const config = {
	...shipped,
	tiers: {...shipped.tiers, k: 'another/kimi', m: 'best/of-all', f: 'best/of-the-free:free'},
	profiles: Object.fromEntries([...'0123456789'].map(digit => [digit, `named/by-${digit}`])),
};

const facts: LaunchFacts = {
	executables: Object.fromEntries(agentCatalogue.map(({letter, executable}) => [letter, `/opt/bin/${executable}`])),
	logins: {},
	root: false,
	keyed: ['openrouter', 'anthropic'],
	settings: {g: true},
	latest: {a: 'ses_LATEST'},
	gateway: {address: 'http://127.0.0.1:8082', status: 'up'},
	cwd: '/home/u/api',
	cwdExists: true,
	launches: '/state/launches',
	env: {HOME: '/home/u', PATH: '/opt/bin'},
	config,
};

type Planned = {readonly args: readonly string[]; readonly set: Readonly<Record<string, string>>};

function plan(code: string): Planned {
	const reading = explainCode(code, tiersOf(config));
	if (reading.status !== 'whole') {
		throw new Error(`${code} is ${reading.status}`);
	}

	const {headless, mode} = reading.code;
	const answer = planLaunch({
		request: {code: reading.code, screen: 'terminal', ...(headless ? {prompt: 'PROMPT'} : {}), ...(mode === 's' ? {conversation: 'ID'} : {})},
		facts,
		ids: {session: 'SESSION', conversation: 'FRESH'},
	});
	if (answer.type === 'problem') {
		throw new Error(`${code}: ${answer.problem.sentence}`);
	}

	return {args: answer.plan.launch.args, set: answer.plan.set};
}

/** A line of the table with its names filled in: `[…]` stands only where a tier names the model, `{…}` only where none does. */
function expected({text, macros, route, tier}: {readonly text: string; readonly macros: GoldenAgent['macros']; readonly route: string; readonly tier: string}): readonly string[] {
	const main = route === 'b' ? 'moonshotai/kimi-k2.6:free' : 'clutch-big';
	const profile = /\d/.test(tier) ? `/p/${tier}` : '';
	const values: Readonly<Record<string, string>> = {
		MODEL: tier === '' ? main : tierModels[tier] ?? '',
		ADDRESS: `http://127.0.0.1:8082${profile}${route === 'b' ? '/r/b' : ''}/s/SESSION`,
		SMALL: route === 'b' ? 'nvidia/nemotron-3-nano-omni-30b-a3b-reasoning:free' : 'clutch-small',
		MAIN: main,
	};
	const fill = (word: string) => word.replaceAll(/\$([A-Z]+)/g, (_, name: string) => values[name] ?? '');
	return text.replaceAll(/\[([^\]]*)]/g, tier === '' ? '' : '$1').replaceAll(/{([^}]*)}/g, tier === '' ? '$1' : '').split(' ').filter(word => word !== '').flatMap(word => macros[word] ?? [word]).map(word => fill(word));
}

const letters = 'icnsrICR';

for (const agent of agentCatalogue) {
	test(`starts ${agent.title} with the arguments and variables of the table, for every mode, route and tier`, t => {
		const row = golden[agent.letter];
		const wrong: string[] = [];
		let codes = 0;
		for (const mode of letters) {
			for (const route of ['p', 'b', 'd'] as const) {
				for (const tier of route === 'd' ? [''] : ['', ...Object.keys(tierModels)]) {
					const code = `${agent.letter}${mode}${route}${tier}`;
					const {args, set} = plan(code);
					const wantedArgs = (route === 'd' ? row.direct : row.gateway)[mode] ?? '';
					const withArgs = expected({text: wantedArgs, macros: row.macros, route, tier});
					const withSet = expected({text: route === 'd' ? '' : `${row.set[route]} ${row.setIn?.[mode] ?? ''}`, macros: row.macros, route, tier});
					const gotSet = Object.entries(set).map(([name, value]) => `${name}=${value}`);
					codes++;
					if (JSON.stringify(args) !== JSON.stringify(withArgs)) {
						wrong.push(`${code}\n  got    ${args.join(' ')}\n  wanted ${withArgs.join(' ')}`);
					}

					if (JSON.stringify(gotSet.toSorted()) !== JSON.stringify(withSet.toSorted())) {
						wrong.push(`${code}\n  got    ${gotSet.join(' ')}\n  wanted ${withSet.join(' ')}`);
					}
				}
			}
		}

		t.is(wrong.join('\n'), '');
		t.is(codes, 8 * ((2 * 17) + 1));
	});
}
