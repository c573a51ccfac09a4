import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {countChanges, readBranch} from '../../source/io/git.js';
import {temporaryHome} from '../helpers/home.js';

const signal = AbortSignal.timeout(60_000);

test('reads the branch around a folder, also in a worktree, and counts what changed', async t => {
	const {project, user, env} = temporaryHome(t);
	const git = (...args: readonly string[]) => execFileSync('git', ['-c', 'user.name=me', '-c', 'user.email=me@example.com', ...args], {cwd: project, env, stdio: 'pipe'});
	t.is(readBranch(project), undefined);
	t.is(await countChanges(project, {env, signal}), undefined);
	git('init', '--initial-branch', 'feature/one');
	const inner = path.join(project, 'a', 'b');
	mkdirSync(inner, {recursive: true});
	t.is(readBranch(inner), 'feature/one');
	t.is(await countChanges(inner, {env, signal}), 0);
	writeFileSync(path.join(project, 'x y'), '1');
	writeFileSync(path.join(project, 'z'), '1');
	t.is(await countChanges(inner, {env, signal}), 2);
	git('add', '.');
	git('commit', '-m', 'First');
	t.is(await countChanges(project, {env, signal}), 0);
	const tree = path.join(user, 'tree');
	git('worktree', 'add', '-b', 'two', tree);
	t.is(readBranch(tree), 'two');
	git('checkout', '--detach');
	t.regex(readBranch(project) ?? '', /^[\da-f]{7}$/);
});
