import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {agentOf} from '../../source/core/launch/catalogue.js';
import {hasLogin, hasNeededSetting, latestConversation} from '../../source/io/agent-files.js';
import {temporaryHome} from '../helpers/home.js';

function row(letter: string) {
	const found = agentOf(letter);
	if (found === undefined) {
		throw new Error(`no agent ${letter}`);
	}

	return found;
}

function write(folder: string, file: string, text: string): void {
	mkdirSync(path.dirname(path.join(folder, file)), {recursive: true});
	writeFileSync(path.join(folder, file), text);
}

const codexLogin = test.macro({
	exec(t: ExecutionContext, text: string, expected: boolean) {
		const {user} = temporaryHome(t);
		write(user, '.codex/auth.json', text);
		t.is(hasLogin(row('x'), {HOME: user}), expected);
	},
	title: (title: string | undefined) => `Codex ${title ?? ''}`,
});

test('has a login with ChatGPT', codexLogin, '{"auth_mode": "chatgpt", "tokens": {}}', true);
test('has a login of an older version, known by its tokens', codexLogin, '{"tokens": {"access_token": "made-up"}}', true);
test('has no login with a stored key', codexLogin, '{"auth_mode": "apikey", "OPENAI_API_KEY": "made-up", "tokens": null}', false);
test('has no login in a file that was cut off', codexLogin, '{"auth_mode": "chat', false);

test('looks for the login of Codex where its user has put it', t => {
	const {user} = temporaryHome(t);
	write(user, 'elsewhere/auth.json', '{"auth_mode": "chatgpt"}');
	t.deepEqual([{HOME: user}, {HOME: user, CODEX_HOME: path.join(user, 'elsewhere')}].map(env => hasLogin(row('x'), env)), [false, true]);
});

test('sees no login of agents whose login cannot go by the gateway', t => {
	const {user} = temporaryHome(t);
	write(user, '.qwen/oauth_creds.json', '{}');
	t.deepEqual(['q', 'p', 'o', 'h', 'a', 'g'].map(letter => hasLogin(row(letter), {HOME: user})), [false, false, false, false, false, false]);
});

test('knows whether the setting is there without which Antigravity passes the gateway by', t => {
	const {user} = temporaryHome(t);
	t.false(hasNeededSetting(row('g'), {HOME: user}));
	write(user, '.gemini/antigravity-cli/settings.json', '{"modelProvider": "other"}');
	t.false(hasNeededSetting(row('g'), {HOME: user}));
	write(user, '.gemini/antigravity-cli/settings.json', '{"modelProvider": "gemini"}');
	t.true(hasNeededSetting(row('g'), {HOME: user}));
	t.true(hasNeededSetting(row('c'), {HOME: user}));
});

test('finds the newest conversation of Ante', t => {
	const {user} = temporaryHome(t);
	t.is(latestConversation(row('a'), {HOME: user}), undefined);
	for (const id of ['ses_01B', 'ses_01C', 'ses_01A']) {
		mkdirSync(path.join(user, '.ante', 'sessions', id), {recursive: true});
	}

	t.is(latestConversation(row('a'), {HOME: user}), 'ses_01C');
	t.is(latestConversation(row('a'), {HOME: user, ANTE_HOME: path.join(user, 'other')}), undefined);
});
