import {chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {rememberedVersion, rememberVersion} from '../../source/io/agent-memory.js';
import {readAgentVersion} from '../../source/io/agent-version.js';
import {temporaryHome} from '../helpers/home.js';

const npm = {npmName: '@vendor/agent'};
const python = {npmName: undefined, pythonName: 'some-agent'};

function place(t: ExecutionContext, file: string, text = ''): string {
	const whole = path.join(temporaryHome(t).user, file);
	mkdirSync(path.dirname(whole), {recursive: true});
	writeFileSync(whole, text, {mode: 0o700});
	return whole;
}

test('reads the version of the npm package that a link leads into', t => {
	const file = place(t, 'lib/node_modules/@vendor/agent/bin/agent.js');
	const folder = path.join(file, '../..');
	writeFileSync(path.join(folder, 'package.json'), '{"name": "@vendor/agent", "version": "1.18.33-beta.2"}');
	const link = path.join(folder, '../../agent');
	symlinkSync(file, link);
	t.is(readAgentVersion(link, npm), '1.18.33');
	t.is(readAgentVersion(link, {npmName: 'another'}), undefined);
});

test('reads the version in the name a vendor\'s installer gives the file', t => {
	t.is(readAgentVersion(place(t, 'share/claude/versions/2.1.329'), npm), '2.1.329');
});

test('reads the version of the Python package beside a program', t => {
	const file = place(t, 'venv/bin/some-agent');
	mkdirSync(path.join(file, '../../lib/python3.11/site-packages/some_agent-0.19.0.dist-info'), {recursive: true});
	mkdirSync(path.join(file, '../../lib/python3.11/site-packages/some_agent_tools-7.0.0.dist-info'), {recursive: true});
	t.is(readAgentVersion(file, python), '0.19.0');
	t.is(readAgentVersion(file, {npmName: undefined, pythonName: 'other'}), undefined);
});

test('knows no version of what is not there', t => {
	t.is(readAgentVersion('/nowhere/agent', {...npm, ...python}), undefined);
	t.is(readAgentVersion(place(t, 'bin/agent'), {...npm, ...python}), undefined);
});

test('remembers what an agent said until its file is another', t => {
	const {paths} = temporaryHome(t);
	const [file, silent] = [place(t, 'bin/agent', 'one'), place(t, 'bin/silent')];
	t.is(rememberedVersion(paths, file), undefined);
	rememberVersion(paths, file, '1.2.3');
	rememberVersion(paths, silent, undefined);
	t.deepEqual([rememberedVersion(paths, file), rememberedVersion(paths, silent)], [{version: '1.2.3'}, {version: undefined}]);
	writeFileSync(file, 'other');
	t.is(rememberedVersion(paths, file), undefined);
	rememberVersion(paths, file, '1.2.4');
	utimesSync(file, 1, 1);
	t.is(rememberedVersion(paths, file), undefined);
});

test('forgets all where the memory was cut off, and remembers again', t => {
	const {paths} = temporaryHome(t);
	const file = place(t, 'bin/agent');
	mkdirSync(paths.state, {recursive: true});
	writeFileSync(path.join(paths.state, 'agents.json'), '{"/x": {"st');
	chmodSync(path.join(paths.state, 'agents.json'), 0o644);
	t.is(rememberedVersion(paths, file), undefined);
	rememberVersion(paths, file, '1.0.0');
	t.deepEqual(rememberedVersion(paths, file), {version: '1.0.0'});
});
