import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {agentMachine, askedOutside, skipped} from '../../helpers/agents.js';

const account = 'account-made-up-by-this-test';
const accessToken = webToken({'exp': 4_102_444_800, 'https://api.openai.com/auth': {chatgpt_account_id: account, chatgpt_plan_type: 'pro'}});
const login = {
	auth_mode: 'chatgpt',
	OPENAI_API_KEY: null,
	tokens: {id_token: webToken({'exp': 4_102_444_800, 'email': 'test@example.com', 'https://api.openai.com/auth': {chatgpt_account_id: account, chatgpt_plan_type: 'pro'}}), access_token: accessToken, refresh_token: 'refresh-made-up-by-this-test', account_id: account},
	last_refresh: new Date().toISOString(),
};

test('brings the own login of the real Codex to its vendor unchanged, and to nobody else, whatever the vendor answers', async t => {
	const machine = await agentMachine({
		agent: 'codex',
		files: () => ({'.codex/auth.json': JSON.stringify(login)}),
		config: upstream => ({
			providers: {codex: {base_url: `${upstream}/vendor`, wires: ['responses']}, other: {base_url: `${upstream}/other`, wires: ['responses', 'messages', 'chat']}},
			model_tiers: Object.fromEntries(['BIG', 'MIDDLE', 'SMALL'].map(role => [role, {default: `other:demo-${role.toLowerCase()}`, cascade: ['other:demo-big']}])),
			fallbacks: ['other:demo-big'],
			launch: {credential: 'own-login'},
		}),
	});
	if (machine === undefined) {
		skipped(t, 'Codex');
		return;
	}

	t.teardown(machine.close);
	const {run, news, world} = machine;
	if (askedOutside(t, world) === undefined) {
		// With this login it also looks for tools at its vendor by itself, which nothing would keep it from here.
		return;
	}

	const said = await run(['xx', 'xnp', '-p', 'how are you']);
	t.is(said.code, 0, `${said.stdout}${said.stderr}`);
	t.regex(said.stdout, /was: \\"how are you/);
	const first = await news();
	t.deepEqual(first.launches.map(({recipe}) => recipe.credential), ['own-login']);
	t.deepEqual(first.arrived.map(({url, headers}) => [url, headers.authorization, headers['chatgpt-account-id']]), [['/vendor/responses', `Bearer ${accessToken}`, account]]);
	t.deepEqual(first.arrived.map(({body}) => body), first.sent.map(({body}) => body));

	const refused = await run(['xx', 'xnp', '-p', 'demo:429']);
	t.is(refused.code, 1, `${refused.stdout}${refused.stderr}`);
	t.deepEqual([...new Set(world.requests().map(({url, headers}) => `${url.split('/')[1] ?? ''} ${headers.authorization ?? ''}`))], [`vendor Bearer ${accessToken}`]);
	t.deepEqual(filesWith(machine.home, accessToken), []);
	t.deepEqual(askedOutside(t, world), ['chatgpt.com']);
});

/** Shaped like a token of the vendor, signed by nobody. */
function webToken(claims: Readonly<Record<string, unknown>>): string {
	const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
	return `${part({alg: 'RS256', typ: 'JWT'})}.${part(claims)}.${Buffer.from('no signature').toString('base64url')}`;
}

/** Files of ours in which a secret stands; there must be none. */
function filesWith(folder: string, secret: string): readonly string[] {
	return readdirSync(folder, {recursive: true, encoding: 'utf8'})
		.map(name => path.join(folder, name))
		.filter(file => statSync(file, {throwIfNoEntry: false})?.isFile() === true && readFileSync(file, 'latin1').includes(secret));
}
